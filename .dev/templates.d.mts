import type { Plugin } from 'vitest/config'

/** For vitest, whose tests load src as it is. */
export declare const compiledTemplatesInTests: Plugin
