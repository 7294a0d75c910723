using System.Collections.Immutable;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers.FrontEnd;
using Deployability.Formats;
using Deployability.Formats.Scripts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Configuration;

/// <summary>DPL1007: code that runs in the browser calls a fixed address.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FrontEndUrlAnalyzer() : DeployabilityAnalyzer(Descriptors.FrontEndUrl)
{
    // With which a server runs scripts by itself: Jint, ClearScript, NiL.JS, Jering's Node.js.
    private static readonly string[] ScriptEngines =
    [
        "Jint.Engine",
        "Microsoft.ClearScript.ScriptEngine",
        "NiL.JS.Core.Context",
        "Jering.Javascript.NodeJS.INodeJSService",
    ];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var allowed = project.Options.List(Descriptors.FrontEndUrl.Id, "allowed_hosts", null);
        var runsScripts = Array.Exists(ScriptEngines, project.Types.Has);
        context.RegisterShippedFiles(ProjectFileKind.FrontEnd, file => Analyze(file, allowed, runsScripts));
    }

    private static void Analyze(FileContext context, ImmutableArray<string> allowed, bool runsScripts)
    {
        var text = context.Views.Text;
        if (
            runsScripts && IsOfServer(context.File)
            || text.IndexOf("//", StringComparison.Ordinal) < 0
            || !FrontEndFiles.IsShipped(context.File, context.Files)
            || FrontEndFiles.IsBundled(text)
            || FrontEndFiles.IsOfNode(text)
        )
        {
            return;
        }

        foreach (var url in In(context.File.Name, text))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (IsFault(url, allowed) && !VendorAdapters.Hold(url.Url, context.File.Name))
            {
                var host =
                    url.Url.Port == 0
                        ? url.Url.Host
                        : url.Url.Host + ":" + url.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
                context.Report(
                    Descriptors.FrontEndUrl,
                    url.Range,
                    url.Url.Scheme + "://" + host,
                    WhatIsWrong(url),
                    WayOut(context, text, url)
                );
            }
        }
    }

    private static IEnumerable<FrontEndUrl> In(string name, string text) =>
        EndsWith(name, ".cshtml", ".razor") ? MarkupUrls.In(RazorText.WithoutCode(text), isRazor: true)
        : EndsWith(name, ".html", ".vue", ".svelte") ? MarkupUrls.In(text)
        : ScriptUrls.In(
            ScriptFile.Read(
                text,
                new TextRange(0, text.Length),
                EndsWith(name, ".ts") ? ScriptLanguage.TypeScript : ScriptLanguage.JavaScript
            )
        );

    private static bool IsFault(FrontEndUrl url, ImmutableArray<string> allowed) =>
        !PublicHosts.IsAllowed(url.Url, allowed)
        && (url.Url.IsLoopback || (url.IsTarget && url.Url.IsHostKnown && !IsOfMany(url.Url.Host)));

    // Script outside of the folder that is served, in an app that runs scripts itself.
    private static bool IsOfServer(ProjectFile file) =>
        EndsWith(file.Name, ".js", ".mjs")
        && !file.Folder.Split('/').Any(static folder => EndsWith(folder, "wwwroot", "ClientApp", "public", "frontend", "static"));

    // Hosts that serve files of others to every site.
    private static bool IsOfMany(string host) =>
        host.StartsWith("js.", StringComparison.OrdinalIgnoreCase)
        || host.IndexOf("cdn", StringComparison.OrdinalIgnoreCase) >= 0
        || host is "unpkg.com" or "esm.sh" or "fonts.googleapis.com" or "fonts.gstatic.com" or "www.w3.org" or "schema.org";

    private static string WhatIsWrong(FrontEndUrl url) =>
        !url.Url.IsLoopback ? "is fixed in code that every visitor's browser runs, so every environment calls the same host"
        : url.IsFallback ? "ships when the value in front of it is missing, and is the visitor's own machine there"
        : "is the visitor's own machine once this is deployed, and nothing answers there";

    private static string WayOut(FileContext context, string text, FrontEndUrl url)
    {
        var path = url.Url.Rest.Length > 1 ? url.Url.Rest : "/api";
        var query = path.IndexOfAny(['?', '#']);
        path = query > 0 ? path.Substring(0, query) : path;
        if (EndsWith(context.File.Name, ".cshtml", ".razor"))
        {
            return $"use a path of the same origin such as '{path}', or write the address from IConfiguration";
        }

        var variable =
            text.IndexOf("import.meta.env", StringComparison.Ordinal) >= 0 || HasFile(context.Files, "vite.config.")
                ? "import.meta.env.VITE_API_URL"
            : text.IndexOf("NEXT_PUBLIC_", StringComparison.Ordinal) >= 0 || HasFile(context.Files, "next.config.")
                ? "process.env.NEXT_PUBLIC_API_URL"
            : text.IndexOf("process.env", StringComparison.Ordinal) >= 0 ? "process.env.REACT_APP_API_URL"
            : null;
        return variable is null
            ? $"use a path of the same origin such as '{path}', or read the address from a config.js that the server writes from its settings"
            : $"use a path of the same origin such as '{path}', which the development server forwards, or a build-time variable without a fallback ({variable})";
    }

    private static bool HasFile(ProjectFiles files, string start) =>
        files.All.Any(file => file.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static bool EndsWith(string name, params string[] endings) =>
        Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
