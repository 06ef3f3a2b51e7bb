/** What is said of the person whose login it is; each may be left out. */
export interface Said {
  email?: string
  plan?: string
  user?: string
  workspace?: string
}

/** An unsigned JWT. */
export function jwt(claims: object): string {
  const part = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url')
  return `${part({ alg: 'none' })}.${part(claims)}.c2ln`
}

/** The claims of an id token, as the vendor's login server makes them. */
export function idToken({ email, plan, user, workspace }: Said): string {
  return jwt({
    email,
    'https://api.openai.com/auth': {
      chatgpt_plan_type: plan,
      chatgpt_user_id: user,
      chatgpt_account_id: workspace,
    },
  })
}

/** An auth.json of a ChatGPT login. */
export function chatgptFile(
  said: Said,
  {
    refresh = 'rt-made-up',
    issued = Date.now() - 3_600_000,
    expires = Date.now() + 3_600_000,
    lastRefresh = issued,
  }: { refresh?: string; issued?: number; expires?: number; lastRefresh?: number } = {},
): string {
  return JSON.stringify({
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: idToken(said),
      access_token: jwt({ iat: Math.floor(issued / 1000), exp: Math.floor(expires / 1000) }),
      refresh_token: refresh,
      account_id: said.workspace,
    },
    last_refresh: new Date(lastRefresh).toISOString(),
  })
}
