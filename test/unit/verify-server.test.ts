import { afterAll, beforeAll, expect, test } from 'vitest'
import { modelServerConfig, startModelServer, type ModelServer } from '../../src/verify/model-server.ts'

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
afterAll(() => server.close())

test('a turn is answered with the three events that codex needs', async () => {
  const headers = { authorization: 'Bearer sk-made-up', 'x-swop-codex-home': '/a/.codex', 'x-swop-run': 'r1' }
  const answer = await fetch(`${server.url}/responses`, { method: 'POST', headers, body: '{}' })
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  const events = (await answer.text()).split('\n').filter((line) => line.startsWith('event: '))
  expect(events).toEqual([
    'event: response.created',
    'event: response.output_item.done',
    'event: response.completed',
  ])

  expect(server.requests.at(-1)).toMatchObject({
    method: 'POST',
    path: '/v1/responses',
    key: 'sk-made-up',
    codexHome: '/a/.codex',
    run: 'r1',
  })
  expect(server.requests.at(-1)?.ancestry[0]?.pid).toBe(process.pid)
})

test('the list of models is empty', async () => {
  const answer = await fetch(`${server.url}/models?client_version=0.169.0`)
  expect(await answer.json()).toEqual({ models: [] })
  expect(server.requests.at(-1)).toMatchObject({
    path: '/v1/models',
    key: undefined,
    codexHome: undefined,
    run: undefined,
  })
})

test.each(['GET /responses', 'POST /models', 'GET /anything'])('%s is not there', async (request) => {
  const [method, path] = request.split(' ')
  const answer = await fetch(server.url + path, { method: method! })
  expect([answer.status, await answer.json()]).toEqual([404, {}])
})

test('it listens on loopback only, and the config leads to it', () => {
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)
  expect(modelServerConfig(server.url)).toContain(`base_url = "${server.url}"`)
})
