import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { end } from './process';

const SITE = join(import.meta.dirname, '../../../scripts/nginx/galley.conf');

/** A real nginx with the site that Galley comes with. */
export class Nginx {
  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
  ) {}

  static async start(folder: string, galleyPort: number): Promise<Nginx> {
    const port = await freePort();
    const home = join(folder, 'nginx');
    mkdirSync(home, { recursive: true });
    const site = readFileSync(SITE, 'utf8')
      .replace('listen 80;', `listen 127.0.0.1:${port};`)
      .replace('listen [::]:80;', '')
      .replaceAll('127.0.0.1:8000', `localhost:${galleyPort}`);
    writeFileSync(
      join(home, 'nginx.conf'),
      `daemon off;
pid ${home}/pid;
error_log ${home}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${home}/body;
  proxy_temp_path ${home}/proxy;
  fastcgi_temp_path ${home}/fastcgi;
  uwsgi_temp_path ${home}/uwsgi;
  scgi_temp_path ${home}/scgi;
${site}
}
`,
    );
    const nginx = spawn('/usr/sbin/nginx', ['-p', home, '-c', join(home, 'nginx.conf')], { stdio: 'ignore' });
    await answers(port);
    return new Nginx(nginx, port);
  }

  get address(): string {
    return `http://localhost:${this.port}`;
  }

  close(): Promise<void> {
    return end(this.process, 'SIGTERM');
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function answers(port: number): Promise<void> {
  const limit = Date.now() + 10_000;
  while (Date.now() < limit) {
    try {
      await fetch(`http://127.0.0.1:${port}/healthz`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
  throw new Error('nginx does not answer');
}
