import type { Kernel } from '../../codegen/kernel.ts'
import type { ConvGemm } from './conv-gemm.ts'
import { emitMatrixTile } from './matrix/conv-matrix.ts'
import { emitRegisterTile } from './register/conv-register.ts'
import type { ConvTile } from './conv-tiles.ts'
import { emitWorkgroupTile } from './workgroup/conv-workgroup.ts'

/** The kernel that computes a product with tiles of one kind. */
export function emitConv(gemm: ConvGemm, tile: ConvTile): Kernel {
  switch (tile.kind) {
    case 'register':
      return emitRegisterTile(gemm, tile)
    case 'workgroup':
      return emitWorkgroupTile(gemm, tile)
    case 'matrix':
      return emitMatrixTile(gemm, tile)
  }
}
