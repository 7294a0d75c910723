(function () {
  'use strict';
  var form = document.getElementById('filter');
  var gaps = Array.prototype.slice.call(document.querySelectorAll('.gap'));
  var status = document.getElementById('shown');
  function apply() {
    var area = form.area.value, severity = form.severity.value, shown = 0;
    gaps.forEach(function (gap) {
      var fits = (!area || gap.dataset.area === area) && (!severity || gap.dataset.severity === severity);
      gap.hidden = !fits;
      shown += fits ? Number(gap.dataset.count) : 0;
    });
    status.textContent = shown + ' shown';
  }
  if (form && gaps.length) {
    form.hidden = false;
    form.addEventListener('change', apply);
    form.addEventListener('submit', function (event) { event.preventDefault(); });
    apply();
  }
  function copy(text, done) {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(done);
      return;
    }
    var area = document.createElement('textarea');
    area.value = text;
    document.body.appendChild(area);
    area.select();
    if (document.execCommand('copy')) { done(); }
    document.body.removeChild(area);
  }
  Array.prototype.forEach.call(document.querySelectorAll('.snippet'), function (box) {
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy: ' + box.dataset.subject);
    button.addEventListener('click', function () {
      copy(box.querySelector('code').textContent, function () {
        button.textContent = 'Copied';
        setTimeout(function () { button.textContent = 'Copy'; }, 2000);
      });
    });
    box.appendChild(button);
  });
}());
