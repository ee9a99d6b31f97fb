/** What is shown of an OpenAPI description: https://spec.openapis.org/oas/v3.1.0 */
export interface Operation {
  method: string;
  path: string;
  summary: string;
  description: string;
  answers: { status: string; description: string }[];
}

export interface Group {
  name: string;
  operations: Operation[];
}

interface Described {
  paths?: Record<string, Record<string, RawOperation>>;
  components?: { responses?: Record<string, { description?: string }> };
}

interface RawOperation {
  summary?: string;
  description?: string;
  responses?: Record<string, { description?: string; $ref?: string }>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The addresses by what they are about, in the order of the description. */
export function groupsOf(description: unknown): Group[] {
  const groups = new Map<string, Operation[]>();
  const described = description as Described;
  for (const [path, methods] of Object.entries(described.paths ?? {})) {
    for (const [method, operation] of Object.entries(methods)) {
      if (METHODS.includes(method)) {
        const name = nameOf(path);
        groups.set(name, [...(groups.get(name) ?? []), operationOf(described, path, method, operation)]);
      }
    }
  }
  return [...groups].map(([name, operations]) => ({ name, operations }));
}

function nameOf(path: string): string {
  if (path.startsWith('/{project}/{commit}')) {
    return 'One build';
  }
  return path.startsWith('/{project}') ? 'One project' : 'The server';
}

function operationOf(described: Described, path: string, method: string, raw: RawOperation): Operation {
  const answers = Object.entries(raw.responses ?? {}).map(([status, answer]) => {
    const shared = answer.$ref?.split('/').at(-1) ?? '';
    return {
      status,
      description: answer.description ?? described.components?.responses?.[shared]?.description ?? '',
    };
  });
  const { summary = '', description = '' } = raw;
  return { method: method.toUpperCase(), path, summary, description, answers };
}
