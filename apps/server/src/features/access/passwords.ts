import { hash, verify } from '@node-rs/argon2'

// argon2id (the library's default algorithm) at the cost that OWASP's password storage cheat sheet names: 19 MiB, 2 passes.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hash of a password nobody has, so that an unknown e-mail takes as long as a wrong password. */
const dummyHash = '$argon2id$v=19$m=19456,t=2,p=1$quqWwhePDcip+nSOWk4+cQ$7OoGBvuy9LDq9RhHSMsgqhLeP5ieGnWeCc1WnISry7w'

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost)
}

/** Takes the same time whether or not there is a hash to compare with. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const isRight = await verify(passwordHash ?? dummyHash, password)
  return isRight && passwordHash !== undefined
}
