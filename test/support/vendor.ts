import { execa } from 'execa'
import fs from 'fs-extra'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { listen } from './listen.ts'

/**
 * Makes a handler answer for every https server there is, to programs that have these variables: a proxy that leads
 * all of them to one server on loopback, and a certificate that they trust. So codex runs as it does for people; its
 * `--experimental_issuer` counts for the device flow only (0.169.0).
 * @param folder where the certificate is made
 */
export async function pretendToBeEverybody(
  handler: RequestListener,
  folder: string,
): Promise<{ variables: Record<string, string>; close: () => Promise<void> }> {
  const key = join(folder, 'key.pem')
  const certificate = join(folder, 'certificate.pem')
  const names = [
    'openai.com',
    'auth.openai.com',
    'api.openai.com',
    'chatgpt.com',
    'ab.chatgpt.com',
    'github.com',
  ]
  const subject = [
    '-subj',
    '/CN=stand-in',
    '-addext',
    `subjectAltName=${names.map((name) => `DNS:${name}`).join()}`,
    // Not an authority: rustls refuses one as a server's own certificate.
    '-addext',
    'basicConstraints=critical,CA:FALSE',
  ]
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  await execa('openssl', ['req', '-x509', ...made, ...subject, '-keyout', key, '-out', certificate])
  const everybody = createTlsServer(
    { key: fs.readFileSync(key), cert: fs.readFileSync(certificate) },
    handler,
  )
  const tunnels = new Set<Duplex>()
  const proxy = createServer().on('connect', (_request, socket) => {
    tunnels.add(socket)
    socket.on('error', () => undefined) // codex has gone
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    everybody.emit('connection', socket)
  })
  const { url, close: closeProxy } = await listen(proxy)
  const close = () => {
    for (const socket of tunnels) socket.destroy() // no longer the server's own
    return closeProxy()
  }
  return { variables: { HTTPS_PROXY: url, CODEX_CA_CERTIFICATE: certificate }, close }
}
