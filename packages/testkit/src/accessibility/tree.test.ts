import { describe, expect, it } from 'vitest'
import { fromSnapshot } from './tree.ts'

describe('fromSnapshot', () => {
  it('reads roles, names and states', () => {
    const text = `- region "May we use \\"extra\\" data?":
  - heading "May we?" [level=2]
  - switch "Count visits Off"
  - switch "Ads On" [checked]
  - group: More
  - status
  - button`
    expect(fromSnapshot(text)).toEqual([
      { role: 'region', name: 'May we use \\"extra\\" data?', states: {} },
      { role: 'heading', name: 'May we?', states: { level: '2' } },
      { role: 'switch', name: 'Count visits Off', states: {} },
      { role: 'switch', name: 'Ads On', states: { checked: 'true' } },
      { role: 'group', name: '', states: {} },
      { role: 'status', name: '', states: {} },
      { role: 'button', name: '', states: {} },
    ])
  })
})
