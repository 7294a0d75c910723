using Deployability.Analyzers.Rules.Configuration;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Configuration;

public sealed class FrontEndUrlTests
{
    [Theory]
    [InlineData("const API_BASE = [|'http://localhost:5000'|];")]
    [InlineData("fetch([|\"http://127.0.0.1:5000/api/items\"|]).then(r => r.json());")]
    [InlineData("import { fsPath } from './fs';\nconst api = import.meta.env.VITE_API || [|'http://localhost:5000'|];")]
    [InlineData("const url = [|`http://localhost:${port}/api`|].trim();")]
    [InlineData("const u = [|'http://localhost:'|] + port;")]
    [InlineData("const api = import.meta.env.VITE_API ?? [|'http://localhost:5000'|];")]
    [InlineData("const api = process.env.REACT_APP_API || [|'http://localhost:5000'|];")]
    [InlineData("new WebSocket([|'ws://[::1]:5000/live'|]);")]
    [InlineData("img.src = [|'//localhost:5000/logo.png'|];")]
    [InlineData("const port = 5000; let url = [|'http://localhost:'|] + port + location.pathname;")]
    [InlineData("if (location.port === '8443') { base = [|'http://localhost:5000'|]; }")]
    [InlineData("if (location.port !== '4200') { base = [|'http://localhost:5000'|]; }")]
    [InlineData("export default { methods: { go() { window.location = [|'http://host.docker.internal/x'|] } } }")]
    [InlineData("const api = isProduction ? [|'http://localhost:5000'|] : '/api';")]
    [InlineData("if (process.env.NODE_ENV === 'production') { api = [|'http://localhost:5000'|]; }")]
    [InlineData("if (import.meta.env.DEV) { log(); } api = [|'http://localhost:5000'|];")]
    [InlineData("const re = /\\/\\*/; const api = [|'http://localhost:5000'|];")]
    public Task Loopback_InCodeThatShips_Triggers(string script) => VerifyAsync("wwwroot/js/app.js", script);

    [Theory]
    [InlineData("// const api = 'http://localhost:5000';\n/* fetch('http://localhost:5000') */")]
    [InlineData("#!/usr/bin/env node\nconst api = process.env.API || 'http://localhost:5000';")]
    [InlineData("import { readFileSync } from 'node:fs';\nconst api = process.env.API || 'http://localhost:5000';")]
    [InlineData("const { exec } = require(\"child_process\");\nexec('curl http://localhost:5000');")]
    [InlineData("export const PROBLEM_BASE_URL = 'https://shop.corp.example/problem';")]
    [InlineData("window.baseurl = '//js.vendor.example/services/';")]
    [InlineData("if (import.meta.env.DEV) { api = 'http://localhost:5000'; }")]
    [InlineData("if (import.meta.env.DEV) api = 'http://localhost:5000';")]
    [InlineData("if (process.env.NODE_ENV !== 'production') { const o = { api: 'http://localhost:5000' }; }")]
    [InlineData("if (import.meta.env.PROD) { api = '/api' } else { api = 'http://localhost:5000' }")]
    [InlineData("const api = process.env.NODE_ENV === 'development' ? 'http://localhost:5000' : '/api';")]
    [InlineData("const api = import.meta.env.PROD ? '/api' : 'http://localhost:5000';")]
    [InlineData("const api = location.hostname === 'localhost' ? 'http://localhost:5000' : '';")]
    [InlineData(
        "if (location.port && (location.port == '3000') || location.port == 4200) { urls.base = 'https://localhost:5001/'; } else { urls.base = '/'; }"
    )]
    [InlineData("const api = window.location.port === '5173' ? 'http://localhost:5000' : '';")]
    [InlineData("window.open('//localhost:' + window.location.port + '/samples', '_blank');")]
    [InlineData("let url = 'http://localhost:' + searchText.substring(3); this.openUrl(url, url);")]
    [InlineData("let url = `http://localhost:${window.location.port}/x`;")]
    [InlineData("if (location.port !== '4200') { base = '/'; } else { base = 'http://localhost:5000'; }")]
    [InlineData("const hosts = { development: 'http://localhost:5000', production: '/api' }; ")]
    [InlineData("const hosts = { development: { api: 'http://localhost:5000' } };")]
    [InlineData("isDev && connect('http://localhost:5000');")]
    [InlineData("switch (mode) { case 'development': return 'http://localhost:5000'; default: return '/api'; }")]
    [InlineData("if (url === 'http://localhost:5000' || url.startsWith('http://localhost')) hide();")]
    [InlineData("console.log(`http://localhost:${port}`);")]
    [InlineData("const path = new URL(request.url, 'http://localhost').pathname;")]
    [InlineData("const text = 'Open http://localhost:5000 to see it';")]
    [InlineData("const scheme = 'http://'; const host = 'localhost';")]
    public Task Loopback_ThatNobodyCallsInProduction_DoesNotTrigger(string script) => VerifyAsync("wwwroot/js/app.js", script);

    [Theory]
    [InlineData("const API_BASE = [|'https://api.contoso.com'|];")]
    [InlineData("export const environment = { production: true, apiUrl: [|'https://shop.contoso.com/api'|] };")]
    [InlineData("class Api { private baseUrl: string = [|'https://shop.contoso.com'|]; }")]
    [InlineData("fetch([|'https://orders.contoso.com/orders'|], { method: 'POST' });")]
    [InlineData("const HOST = [|'https://orders.contoso.com'|]; fetch(`${HOST}/orders`);")]
    [InlineData("const HOST = [|'https://orders.contoso.com'|]; axios.get(HOST + '/orders');")]
    [InlineData("axios.create({ baseURL: [|'https://orders.contoso.com'|] });")]
    [InlineData("$.ajax({ type: 'GET', url: [|'https://orders.contoso.com/orders'|] });")]
    [InlineData("this.http.get<Order[]>([|'https://orders.contoso.com/orders'|]).subscribe();")]
    [InlineData("xhr.open('GET', [|'https://orders.contoso.com/orders'|]);")]
    [InlineData("new EventSource([|'https://live.contoso.com/events'|]); new WebSocket([|'wss://live.contoso.com'|]);")]
    [InlineData("new signalR.HubConnectionBuilder().withUrl([|'https://live.contoso.com/hub'|]).build();")]
    [InlineData("const api = import.meta.env.VITE_API ?? [|'https://api.contoso.com'|];")]
    public Task RemoteHost_ThatRequestsGoTo_Triggers(string script) => VerifyAsync("ClientApp/src/api.ts", script);

    [Theory]
    [InlineData("ClientApp/src/bitflyer.service.ts", "fetch('https://api.bitflyer.jp/v1/ticker');")]
    [InlineData("ClientApp/src/app/bit-flyer-client.ts", "fetch('https://api.bitflyer.jp/v1/ticker');")]
    [InlineData("ClientApp/src/prices.ts", "fetch([|'https://api.bitflyer.jp/v1/ticker'|]);")]
    [InlineData("ClientApp/src/bitflyer.service.ts", "fetch([|'https://sandbox.bitflyer.jp/v1/ticker'|]);")]
    public Task HostOfAVendor_TriggersUnlessTheScriptIsNamedForIt(string file, string script) => VerifyAsync(file, script);

    [Theory]
    [InlineData("import lib from 'https://cdn.jsdelivr.net/npm/lib'; fetch('https://cdn.jsdelivr.net/npm/data.json');")]
    [InlineData("const ns = 'http://www.w3.org/2000/svg'; document.createElementNS('http://www.w3.org/2000/svg', 'a');")]
    [InlineData("const docs = 'https://docs.contoso.com/help'; link.href = 'https://www.contoso.com';")]
    [InlineData("fetch('https://api.github.com/repos');")]
    [InlineData("fetch('/api/orders'); fetch(`${import.meta.env.VITE_API_URL}/orders`); fetch(`https://${host}/orders`);")]
    [InlineData("const imageBaseUrl = 'https://images.contoso.com';")]
    [InlineData("const api = isDev ? 'https://dev-api.contoso.com' : '/api';")]
    public Task RemoteHost_ThatIsNoApiOfOurs_DoesNotTrigger(string script) => VerifyAsync("ClientApp/src/api.ts", script);

    [Theory]
    [InlineData(
        "wwwroot/index.html",
        "<form action=\"[|https://shop.contoso.com/order|]\"><a href=\"https://www.contoso.com\">x</a></form>"
    )]
    [InlineData("wwwroot/index.html", "<!-- http://localhost --><img src='[|http://localhost:5000/a.png|]'><p>http://localhost:5000</p>")]
    [InlineData(
        "wwwroot/index.html",
        "<script src=\"https://cdn.contoso.com/a.js\"></script><script>fetch([|'http://localhost:5000'|])</script>"
    )]
    [InlineData("wwwroot/index.html", "<button onclick=\"fetch([|'http://localhost:5000'|])\">x</button>")]
    [InlineData(
        "src/App.vue",
        "<template><a :href=\"[|`http://localhost:${p}`|]\">x</a></template><script lang=\"ts\">const x = <string>[|'http://localhost:1'|]</script>"
    )]
    [InlineData(
        "src/App.svelte",
        "<script lang=\"ts\">let all = fetch([|'http://localhost:5000'|]); $: n = all.length;</script>{#if n}<p>see http://localhost:1</p>{/if}"
    )]
    [InlineData(
        "src/App.tsx",
        "const A = () => <form action=[|\"https://shop.contoso.com/order\"|]>see http://localhost:1<a href=[|'http://localhost:2'|]>it's</a></form>;"
    )]
    [InlineData(
        "Pages/Index.cshtml",
        "<environment include=\"Development\"><script src=\"http://localhost:5173/main.js\"></script></environment><script>const a = [|'http://localhost:1'|]</script>"
    )]
    [InlineData(
        "Pages/Index.cshtml",
        "<environment exclude='Production'><a href='http://localhost:1'></a></environment>@* <a href='http://localhost:1'> *@"
    )]
    [InlineData("Pages/Index.razor", "<a href=\"[|http://localhost:5000/x|]\">@(a < b ? 1 : 2)</a>")]
    [InlineData(
        "Pages/Index.razor",
        "<button @onclick=\"() => Open('http://localhost:1')\">a</button><a href='[|http://localhost:2|]'></a>"
    )]
    [InlineData(
        "Pages/Index.razor",
        "<a href=\"[|http://localhost:1|]\"></a>\n@code {\n    // it's <a href=\"http://localhost:2\">\n    string Link => \"<a href='http://localhost:3'>}\";\n    char Open = '{';\n}\n<a href=\"[|http://localhost:4|]\"></a>"
    )]
    [InlineData(
        "Pages/Index.cshtml",
        "@{\n    var html = @\"<script src=\"\"http://localhost:1\"\"></script>\";\n    <a href=\"[|http://localhost:2|]\">don't</a>\n}\n<script>\n    @{ var a = \"http://localhost:3\"; }\n    const b = [|'http://localhost:4'|];\n</script>"
    )]
    [InlineData(
        "Pages/Index.cshtml",
        "<script>const a = '@(Model.Url ?? \"http://localhost:1\")'; const b = [|'http://localhost:2'|];</script>"
    )]
    [InlineData("Pages/Index.cshtml", "<button @@click=\"go([|'http://localhost:1'|])\">a@b.example</button>@{ never ends")]
    public Task Markup_IsReadWithItsScripts(string file, string text) => VerifyAsync(file, text);

    [Theory]
    [InlineData("vite.config.ts")]
    [InlineData("ClientApp/proxy.conf.js")]
    [InlineData("ClientApp/src/setupProxy.js")]
    [InlineData("ClientApp/src/api.test.ts")]
    [InlineData("ClientApp/src/__tests__/api.ts")]
    [InlineData("ClientApp/cypress/api.js")]
    [InlineData("ClientApp/src/environments/environment.development.ts")]
    [InlineData("wwwroot/lib/jquery/jquery.js")]
    [InlineData("wwwroot/libs/owl.carousel/owl.carousel.js")]
    [InlineData("wwwroot/js/vendor/socket.io.js")]
    [InlineData("wwwroot/js/site.min.js")]
    [InlineData("ClientApp/node_modules/a/index.js")]
    public Task FileThatDoesNotShip_DoesNotTrigger(string file) => VerifyAsync(file, "const api = 'http://localhost:5000';");

    [Fact]
    public Task BundledText_DoesNotTrigger() =>
        VerifyAsync("wwwroot/js/app.js", "const a='http://localhost:5000';" + new string(';', 6000));

    [Theory]
    [InlineData("environment.prod.ts", "const apiUrl = 'http://localhost:5000';")]
    [InlineData("other.ts", "const apiUrl = [|'http://localhost:5000'|];")]
    public Task AngularEnvironment_WithATwinForProduction_DoesNotTrigger(string twin, string script)
    {
        var test = Create("src/environments/environment.ts", script);
        test.TestState.AdditionalFiles.Add(("src/environments/" + twin, "const apiUrl = '/api';"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(
        "wwwroot/app.js",
        "a = {|#0:'http://localhost:5000/api/orders?x=1'|};",
        "http://localhost:5000",
        "is the visitor's own machine once this is deployed, and nothing answers there",
        "use a path of the same origin such as '/api/orders', or read the address from a config.js that the server writes from its settings"
    )]
    [InlineData(
        "src/app.js",
        "a = import.meta.env.VITE_API || {|#0:'http://localhost:5000'|};",
        "http://localhost:5000",
        "ships when the value in front of it is missing, and is the visitor's own machine there",
        "use a path of the same origin such as '/api', which the development server forwards, or a build-time variable without a fallback (import.meta.env.VITE_API_URL)"
    )]
    [InlineData(
        "Pages/A.razor",
        "<form action=\"{|#0:https://user:secret@shop.contoso.com/order|}\">",
        "https://shop.contoso.com",
        "is fixed in code that every visitor's browser runs, so every environment calls the same host",
        "use a path of the same origin such as '/order', or write the address from IConfiguration"
    )]
    public Task Message_ShowsTheWayOut(string file, string text, params string[] arguments)
    {
        var test = Create(file, text);
        test.ExpectedDiagnostics.Add(
            CSharpAnalyzerVerifier<FrontEndUrlAnalyzer>.Diagnostic().WithLocation(0).WithArguments([.. arguments])
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("src/index.ts", "a = [|'http://localhost:5000'|];")]
    [InlineData("src/other.ts", "")]
    public Task ScriptThatACompilerMade_IsItsSources(string source, string text)
    {
        var test = Create(source, text);
        test.TestState.AdditionalFiles.Add(
            ("src/index.js", text.Length == 0 ? "a = [|'http://localhost:5000'|];" : "a = 'http://localhost:5000';")
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("wwwroot/main.js", "(self[\"webpackChunkshop\"] = []).push(1); fetch('http://localhost:5000/api');")]
    [InlineData("wwwroot/main.js", "fetch('http://localhost:5000/api');\n//# sourceMappingURL=main.js.map\n")]
    [InlineData("server/app.js", "const express = require('express'); fetch('http://localhost:5000/api');")]
    [InlineData("tools/load.mjs", "const target = process.argv[2] ?? 'http://localhost:5000';")]
    [InlineData("src/demo.ts", "fetch('https://jsonplaceholder.typicode.com/posts');")]
    public Task ScriptThatNobodyMends_OrNoBrowserRuns_DoesNotTrigger(string file, string text) => VerifyAsync(file, text);

    [Theory]
    [InlineData("Apps/search/code.js", "fetch('https://api.shop.example/x');")]
    [InlineData("wwwroot/code.js", "fetch([|'https://api.shop.example/x'|]);")]
    [InlineData("Apps/code.ts", "fetch([|'https://api.shop.example/x'|]);")]
    public Task ScriptThatTheServerRunsItself_DoesNotTrigger(string file, string text)
    {
        var test = Create(file, text);
        test.TestState.Sources.Add("namespace Jint { public class Engine { } }");
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task AllowedHost_DoesNotTrigger()
    {
        var test = Create("wwwroot/app.js", "fetch('https://api.partner.test/x'); fetch([|'https://api.other.test/x'|]);");
        test.TestState.AnalyzerConfigFiles.Add(
            (".globalconfig", "is_global = true\ndeployability.DPL1007.allowed_hosts = *.partner.test\n")
        );
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task CommentThatSuppresses_Silences() =>
        VerifyAsync("wwwroot/app.js", "// deployability:ignore DPL1007 a kiosk runs its own server\nconst a = 'http://localhost:5000';");

    private static Task VerifyAsync(string file, string text) => Create(file, text).RunAsync(TestContext.Current.CancellationToken);

    private static CSharpAnalyzerTest<FrontEndUrlAnalyzer> Create(string file, string text)
    {
        var test = new CSharpAnalyzerTest<FrontEndUrlAnalyzer> { TestCode = "" };
        test.TestState.AdditionalFiles.Add((file, text));
        return test;
    }
}
