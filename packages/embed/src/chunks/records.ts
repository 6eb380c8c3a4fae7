export { fetchTransport, proof } from '@latchkey/proof'
