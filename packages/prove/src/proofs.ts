import { erasure } from './erasure.ts'
import { httpFuzzing } from './http-fuzzing.ts'
import { killLoop } from './kill-loop.ts'
import { load } from './load.ts'
import { networkFaults } from './network-faults.ts'
import { postgresStops } from './postgres-stops.ts'
import { powerLoss } from './power-loss.ts'
import type { Proof } from './proof.ts'
import { proofFuzzing } from './proof-fuzzing.ts'
import { scriptPayloads } from './script-payloads.ts'
import { syscallFaults } from './syscall-faults.ts'
import { tampering } from './tampering.ts'

/** Every proof there is, in the order of the table. */
export const proofs: readonly Proof[] = [
  killLoop,
  powerLoss,
  syscallFaults,
  postgresStops,
  networkFaults,
  tampering,
  proofFuzzing,
  httpFuzzing,
  scriptPayloads,
  erasure,
  load,
]
