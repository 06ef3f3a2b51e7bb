/** Where codex looks for its home and its databases; both are always set, since each outranks HOME (codex.md, 3). */
export const homeVariables = ['CODEX_HOME', 'CODEX_SQLITE_HOME'] as const

/**
 * Variables that change the login, or where it is sent (codex.md, section 4; names checked against the strings of
 * the 0.169.0 binary). Unset while an account is active. OPENAI_API_KEY is not among them: codex ignores it unless
 * a provider names it, and the user's own programs need it.
 * The list is spelled out, CODEX_APP_SERVER_* too, because generated shell code has no loops.
 */
export const loginVariables = [
  'CODEX_API_KEY',
  'CODEX_ACCESS_TOKEN',
  'OPENAI_FEDERATION_RULE_ID',
  'OPENAI_IDENTITY_TOKEN_FILE',
  'OPENAI_WORKLOAD_IDENTITY_CONTEXT',
  'OPENAI_BASE_URL',
  'OPENAI_ORGANIZATION',
  'OPENAI_PROJECT',
  'CODEX_REFRESH_TOKEN_URL_OVERRIDE',
  'CODEX_REVOKE_TOKEN_URL_OVERRIDE',
  'CODEX_AUTHAPI_BASE_URL',
  'CODEX_AGENT_IDENTITY_AUTHAPI_BASE_URL',
  'CODEX_AGENT_IDENTITY_JWKS_BASE_URL',
  'CODEX_APP_SERVER_CHATGPT_BASE_URL',
  'CODEX_APP_SERVER_LOGIN_CLIENT_ID',
  'CODEX_APP_SERVER_LOGIN_ISSUER',
] as const

/** Those of the above whose value is a secret: never printed, not even to restore it. */
export const secretVariables: readonly string[] = ['CODEX_API_KEY', 'CODEX_ACCESS_TOKEN']
