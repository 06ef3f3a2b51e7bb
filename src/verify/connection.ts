/** Both ends of a connection over loopback, seen from the client. */
export interface Connection {
  clientPort: number
  serverPort: number
}

/** A process and the words it was started with. */
export interface Ancestor {
  pid: number
  argv: readonly string[]
}
