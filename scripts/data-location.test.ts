import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dataLocation } from './data-location.mjs'

it('prefers LAB94_DATA, then data/, then the sample', () => {
  expect(dataLocation('/lab', { LAB94_DATA: '/cifar' }, () => true)).toBe('LAB94_DATA, /cifar')
  expect(dataLocation('/lab', {}, (path) => path === join('/lab', 'data'))).toContain('data/')
  expect(dataLocation('/lab', {}, () => false)).toContain('sample')
})

it('says where LAB94_DATA names nothing', () => {
  expect(dataLocation('/lab', { LAB94_DATA: '/cifar' }, () => false)).toContain('nothing')
})
