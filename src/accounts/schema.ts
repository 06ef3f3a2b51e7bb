import * as z from 'zod/mini'
import { accountSchema, configSchema } from './settings.ts'

/** The JSON schemas of account.json and config.json, for editors; the build writes them into dist/schema. */
export function jsonSchemas(): Record<'account' | 'config', object> {
  const schemaOf = (schema: z.ZodMiniType) => z.toJSONSchema(schema, { io: 'input' })
  return { account: schemaOf(accountSchema), config: schemaOf(configSchema) }
}
