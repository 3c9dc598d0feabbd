import { expect, it } from 'vitest'
import { kernelLoops } from './disassembly.ts'

const LINES = `
BB0:
	v_mul_lo_u32 v1, v2, v3                                     ; d72c0001 00020702
BB1:
	global_load_b128 v[4:7], v1, s[0:1]                         ; dc5e0000 04000001
	v_add_nc_u32_e32 v1, 4, v1                                  ; 4a020284
BB2:
	ds_load_b128 v[8:11], v3 offset:16                          ; dbfc0010 08000003
	v_fmac_f32_e32 v10, v72, v144                               ; 56152148
	v_dual_fmac_f32 v1, v2, v3 :: v_dual_fmac_f32 v4, v5, v6    ; c8000302 01040b05
	v_pk_fma_f16 v1, v2, v3, v1                                 ; cc0e4001 1c060702
	s_cbranch_scc1 BB2                                          ; bfa2fffc
BB3:
	s_cbranch_scc0 BB1                                          ; bfa1fff0
BB4:
	s_endpgm                                                    ; bfb00000
`.split('\n')

it('finds the loop with the most multiply-adds, and the one around it', () => {
  const { hot, around, rest } = kernelLoops(LINES, 64)
  expect(hot).toMatchObject({ vector: 3, multiplyAdds: 5, sharedBytes: 16 })
  expect(around).toMatchObject({ vector: 1, multiplyAdds: 0 })
  expect(rest).toMatchObject({ vector: 1, vectorCycles: 4 })
})

it('counts a product of matrices as long as it takes', () => {
  const lines = LINES.map((line) => line.replace('v_pk_fma_f16', 'v_wmma_f32_16x16x16_f16'))
  expect(kernelLoops(lines, 64).hot).toMatchObject({
    vector: 3,
    vectorCycles: 18,
    multiplyAdds: 67,
    matrices: 1,
  })
  expect(kernelLoops(lines, 32).hot).toMatchObject({ vectorCycles: 34, multiplyAdds: 131 })
})

it('finds no hot loop if none multiplies', () => {
  const { hot, rest } = kernelLoops(
    LINES.filter((line) => !/fma/.test(line)),
    64,
  )
  expect(hot).toBeNull()
  expect(rest.vector).toBe(2)
})
