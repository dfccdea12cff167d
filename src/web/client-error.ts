import type { Duplex } from 'node:stream'

const answers: Record<string, { status: string; sentence: string }> = {
  HPE_HEADER_OVERFLOW: { status: '431 Request Header Fields Too Large', sentence: 'Cette adresse est trop longue. Raccourcissez-la, ou repartez de l’accueil du portail.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', sentence: 'Votre demande a mis trop de temps à arriver. Recommencez.' },
}
const unreadable = { status: '400 Bad Request', sentence: 'Le portail n’a pas pu lire cette demande. Repartez de son accueil.' }

const page = (sentence: string) =>
  `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Demande illisible</title></head><body><main><h1>Demande illisible</h1><p>${sentence}</p><p><a href="/">Revenir à l’accueil</a></p></main></body></html>`

/** Answers what Node could not read as a request, which never reaches the app: a sentence rather than an empty page. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex) {
  if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy()
  const { status, sentence } = answers[error.code ?? ''] ?? unreadable
  const body = page(sentence)
  const headers = ['Content-Type: text/html; charset=utf-8', `Content-Length: ${Buffer.byteLength(body)}`, 'Cache-Control: no-store', 'Content-Security-Policy: default-src \'none\'', 'X-Content-Type-Options: nosniff', 'Connection: close']
  return socket.end(`HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n${body}`)
}
