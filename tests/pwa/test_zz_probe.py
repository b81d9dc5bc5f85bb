from tests.pwa.test_stored import *
def test_probe(phone, site, tmp_path):
    page = ready(phone.open(ABOUT))
    release(site, tmp_path / "next", ("pwa/styles/page.css", "#a93408", "#a83408"))
    print(page.evaluate("""async () => { const r = await navigator.serviceWorker.getRegistration('/'); const t=performance.now(); const out=[];
      r.addEventListener('updatefound',()=>out.push('found '+(performance.now()-t)));
      await r.update(); out.push('updated '+(performance.now()-t), String(!!r.installing), String(!!r.waiting));
      await new Promise(d=>setTimeout(d,0)); out.push(String(!!r.installing), String(!!r.waiting));
      await new Promise(d=>setTimeout(d,300)); out.push(String(!!r.installing), String(!!r.waiting));
      const w = r.installing??r.waiting; if (w) {w.addEventListener('statechange',()=>out.push(w.state+(performance.now()-t)));
      navigator.serviceWorker.addEventListener('message',e=>out.push(JSON.stringify(e.data)+(performance.now()-t))); w.postMessage({keep:'en'})}
      await new Promise(d=>setTimeout(d,6000)); return out }"""))
    phone.problems.clear()
