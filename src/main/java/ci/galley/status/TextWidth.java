package ci.galley.status;

/** How wide text is in the badge's font: Verdana or, much the same, DejaVu Sans, 11 pixels high. */
final class TextWidth {
    /** Tenths of a pixel for the characters from U+0020 to U+007E, measured with DejaVu Sans. */
    private static final int[] ASCII = {
        35, 44, 51, 92, 70, 105, 86, 30, 43, 43, 55, 92, 35, 40, 35, 37, //   ! " # $ % & ' ( ) * + , - . /
        70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 37, 37, 92, 92, 92, 58, // 0 1 2 3 4 5 6 7 8 9 : ; < = > ?
        110, 75, 75, 77, 85, 70, 63, 85, 83, 32, 32, 72, 61, 95, 82, 87, // @ A B C D E F G H I J K L M N O
        66, 87, 76, 70, 67, 81, 75, 109, 75, 67, 75, 43, 37, 43, 92, 55, // P Q R S T U V W X Y Z [ \ ] ^ _
        55, 67, 70, 60, 70, 68, 39, 70, 70, 31, 31, 64, 31, 107, 70, 67, // ` a b c d e f g h i j k l m n o
        70, 70, 45, 57, 43, 70, 65, 90, 65, 65, 58, 70, 37, 70, 92, // p q r s t u v w x y z { | } ~
    };

    /** For all others: a full square, so that nothing is cut. */
    private static final int OTHER = 110;

    private TextWidth() {}

    /** In tenths of a pixel. */
    static int tenths(String text) {
        return text.codePoints().map(TextWidth::ofCharacter).sum();
    }

    private static int ofCharacter(int codePoint) {
        int index = codePoint - ' ';
        return index >= 0 && index < ASCII.length ? ASCII[index] : OTHER;
    }
}
