import 'reflect-metadata'
import { HttpService } from '@nestjs/axios'
import { firstValueFrom } from 'rxjs'
import { expect, it } from 'vitest'
import { search, startClient } from '../support/emulator.ts'

it('@nestjs/axios accepts the client as its axiosRef, and cancels a request by unsubscribe', async () => {
  const { here, emulator } = await startClient()
  const service = new HttpService(here as never)
  expect((await firstValueFrom(service.get('/v1/discover', { params: search }))).data.items).toHaveLength(1)
  emulator.revokeTokens()
  expect((await firstValueFrom(service.get('/v1/discover', { params: search }))).status).toBe(200)
  expect(service.axiosRef).toBe(here)
  emulator.fail({ delay: 200, when: '/v1/browse' })
  const subscription = service.get('/v1/browse', { params: search }).subscribe(() => expect.fail('unsubscribed'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  subscription.unsubscribe()
  expect((await firstValueFrom(service.get('/v1/discover', { params: search }))).status).toBe(200)
})
