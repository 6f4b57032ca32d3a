import { describe, expect, it } from 'vitest'
import type { Device, Meta } from '@/api'
import { enrolUrl, hoursUnsynced, rootUrl } from './enrol'

const meta = {
  fieldUrl: 'https://park.example:8443/field/',
  rootCertificate: '/root-ca.crt',
} as Meta

describe('enrolment', () => {
  it('sends phones to the park’s own name, with the code behind the #', () => {
    expect(enrolUrl(meta, 'http://localhost:8080/devices', 'AB12CD34')).toBe(
      'https://park.example:8443/field/#/enrol?code=AB12CD34',
    )
    expect(enrolUrl(null, 'http://localhost:8080/devices', 'AB12CD34')).toBe(
      'http://localhost:8080/field/#/enrol?code=AB12CD34',
    )
    expect(rootUrl({ ...meta, rootCertificate: null }, 'http://localhost:8080/')).toBeNull()
  })

  it('counts hours that records have waited', () => {
    const device = { unsynced: 5, oldestUnsynced: '2022-03-08T00:00:00Z' } as Device
    expect(hoursUnsynced(device, Date.parse('2022-03-08T03:10:00Z'))).toBe(3)
    expect(hoursUnsynced({ ...device, unsynced: 0 }, Date.parse('2022-03-08T03:10:00Z'))).toBeNull()
  })
})
