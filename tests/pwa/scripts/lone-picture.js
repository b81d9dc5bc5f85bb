// Shows a picture, and nothing else.
async (url) => {
  const $picture = document.createElement('img')
  $picture.width = 900
  $picture.src = url
  document.body.replaceChildren($picture)
  await $picture.decode()
}
