// Sets the clock to 28 February of a year; it goes on from there.
(year) => {
  const Real = Date
  const shift = Date.UTC(year, 1, 28) - Date.now()
  self.Date = class extends Real {
    constructor(...given) {
      given.length ? super(...given) : super(Real.now() + shift)
    }
    static now() {
      return Real.now() + shift
    }
  }
}
