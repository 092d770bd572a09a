// The only thing about an account that needs a script: the browser's dialog for passkeys.
// A form with data-passkey="new" or "ask" fetches what to ask the browser, and posts the browser's answer in its hidden field.
const urls = { new: 'account/passkeys/new', ask: 'account/passkeys/ask' };

async function credentialFor(form) {
  const kind = form.dataset.passkey;
  const answer = await fetch(new URL(urls[kind], document.baseURI), { method: 'POST', body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok)
    throw new Error(answer.status === 403 ? 'Reload the page and confirm that it\'s you first.' : 'The server refused. Try again in a minute.');
  const options = await answer.json();
  return kind === 'new'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

function tell(form, text) {
  let alert = form.querySelector('.alert');
  if (!alert) {
    alert = document.createElement('p');
    alert.className = 'alert';
    alert.setAttribute('role', 'alert');
    form.prepend(alert);
  }
  alert.textContent = text;
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON)
    continue;
  form.hidden = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    try {
      const credential = await credentialFor(form);
      form.querySelector('input[name$=".Credential"]').value = JSON.stringify(credential);
      form.submit();
    } catch (fault) {
      tell(form, fault.name === 'NotAllowedError' ? 'Nothing was confirmed. Try again.'
        : fault.name === 'InvalidStateError' ? 'This device has a passkey for your account already.' : fault.message);
    }
  });
}
