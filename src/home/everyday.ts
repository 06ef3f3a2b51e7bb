import type { Step } from './step.ts'

/**
 * Whether a change is worth a word. One that only follows the real home is not: programs make files there and remove
 * them all day, and the next use of the account follows by itself.
 * @param codexHome the account's
 */
export function isDrift(step: Step, codexHome: string, root: string): boolean {
  if (step.outcome !== 'change') return step.outcome === 'left' || step.outcome === 'busy'
  return step.path.startsWith(`${codexHome}/`) || !followsHome(step, root)
}

function followsHome({ actions, vital }: Step, root: string): boolean {
  const [action, ...more] = actions
  if (action === undefined || more.length > 0 || vital) return false
  return (action.do === 'link' || action.do === 'unlink') && !action.target.startsWith(`${root}/`)
}
