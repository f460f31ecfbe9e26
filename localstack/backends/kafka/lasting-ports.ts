import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const first = 15_000;
const end = 32_768;

/**
 * Free TCP ports of the loopback interface, all different, below those that the system gives to outgoing connections:
 * nobody who tries to reach a broker that was killed takes its port meanwhile.
 *
 * Source: https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html (ip_local_port_range)
 */
export async function lastingPorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(first, end);
    if (await isFree(port)) {
      ports.add(port);
    }
  }
  return [...ports];
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
