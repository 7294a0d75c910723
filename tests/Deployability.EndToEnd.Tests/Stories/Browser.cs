using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>A page in headless Chromium, spoken to in its own protocol: what it asks for over the network, and what its script sees.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly string profile = Directory.CreateTempSubdirectory("deployability-browser-").FullName;
    private readonly ClientWebSocket socket = new();
    private readonly List<string> requests = [];
    private int lastId;

    private Browser() =>
        process = Process.Start(
            new ProcessStartInfo(
                "chromium",
                "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --remote-debugging-port=0 "
                    + $"--user-data-dir={profile} about:blank"
            )
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;

    /// <summary>Whether there is a browser; where the tools are demanded, one has to be.</summary>
    public static bool IsThere =>
        Environment.GetEnvironmentVariable("DEPLOYABILITY_TOOLS_REQUIRED") == "1"
        || (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Any(static folder => File.Exists(Path.Combine(folder, "chromium")));

    /// <summary>Every address that the page asked for, whether or not anything answered.</summary>
    public IReadOnlyList<string> Requests => requests;

    public static async Task<Browser> OpenAsync(Uri address)
    {
        var browser = new Browser();
        try
        {
            await browser.ConnectAsync();
            await browser.CallAsync("Network.enable");
            await browser.CallAsync("Page.enable");
            await browser.CallAsync("Page.navigate", ("url", address.AbsoluteUri));
            return browser;
        }
        catch
        {
            browser.Dispose();
            throw;
        }
    }

    /// <summary>Runs a script until its value is true.</summary>
    public async Task UntilAsync(string script)
    {
        var waited = Stopwatch.StartNew();
        JsonNode? value = null;
        while (waited.Elapsed < Limit)
        {
            value = await EvaluateAsync($"Boolean({script})");
            if (value?.GetValueKind() == JsonValueKind.True)
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"{script} does not become true; the page says: {await EvaluateAsync("document.body.innerText")}");
    }

    /// <summary>The value of a script.</summary>
    public async Task<JsonNode?> EvaluateAsync(string script)
    {
        var answer = await CallAsync("Runtime.evaluate", ("expression", script), ("returnByValue", true), ("awaitPromise", true));
        return answer?["result"]?["value"];
    }

    public void Dispose()
    {
        socket.Dispose();
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser may still write; the system clears its temporary folder.
        }
    }

    private async Task ConnectAsync()
    {
        var file = Path.Combine(profile, "DevToolsActivePort");
        var waited = Stopwatch.StartNew();
        string[] lines = [];
        while (lines.Length < 2)
        {
            Assert.False(process.HasExited, "Chromium ended.");
            Assert.True(waited.Elapsed < Limit, "Chromium does not open its port.");
            await Task.Delay(50);
            lines = File.Exists(file) ? await File.ReadAllLinesAsync(file) : [];
        }

        using var client = new HttpClient();
        var pages = JsonNode.Parse(await client.GetStringAsync(new Uri($"http://127.0.0.1:{lines[0]}/json/list")))!.AsArray();
        var page = pages.First(static page => page!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        await socket.ConnectAsync(new Uri(page), CancellationToken.None);
    }

    private async Task<JsonNode?> CallAsync(string method, params (string Name, JsonNode? Value)[] parameters)
    {
        var id = ++lastId;
        var message = new JsonObject
        {
            ["id"] = id,
            ["method"] = method,
            ["params"] = new JsonObject(parameters.Select(static pair => KeyValuePair.Create(pair.Name, pair.Value))),
        };
        using var limit = new CancellationTokenSource(Limit);
        await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, limit.Token);
        while (true)
        {
            var received = await ReceiveAsync(limit.Token);
            if (received["method"]?.GetValue<string>() == "Network.requestWillBeSent")
            {
                requests.Add(received["params"]!["request"]!["url"]!.GetValue<string>());
            }

            if (received["id"]?.GetValue<int>() == id)
            {
                Assert.True(received["error"] is null, $"{method}: {received["error"]}");
                return received["result"];
            }
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, cancellationToken);
            message.Write(buffer, 0, part.Count);
        } while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }
}
