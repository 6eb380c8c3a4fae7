// A ledger that counts under whatever a record calls its regime: counts outlive erasures.
const test = RegExp.prototype.test
RegExp.prototype.test = function (this: RegExp, text: string) {
  return test.call(this, text) || this.source === '^[a-z]{2}(?:-[a-z0-9]{1,3})?$'
}
