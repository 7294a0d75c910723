using Deployability.Formats;
using Deployability.Formats.Scripts;

namespace Deployability.Analyzers.Recognisers.FrontEnd;

/// <summary>An absolute URL in front-end code.</summary>
/// <param name="Url">Its parts.</param>
/// <param name="Range">Of the literal or attribute value.</param>
/// <param name="IsTarget">Whether a request goes there: the base of an API, the target of a call, the action of a form.</param>
/// <param name="IsFallback">Whether it takes the place of a value that is missing.</param>
internal sealed record FrontEndUrl(EndpointUrl Url, TextRange Range, bool IsTarget, bool IsFallback = false);

/// <summary>Finds the absolute URLs of a script, and which of them requests go to.</summary>
internal static class ScriptUrls
{
    private const int MaxTokens = 100;

    private static readonly HashSet<string> Callers = new(StringComparer.Ordinal)
    {
        "fetch",
        "$fetch",
        "useFetch",
        "useSWR",
        "axios",
        "ky",
        "got",
        "superagent",
        "EventSource",
        "WebSocket",
        "ReconnectingWebSocket",
        "SockJS",
        "io",
    };

    private static readonly HashSet<string> Receivers = new(StringComparer.OrdinalIgnoreCase)
    {
        "axios",
        "$",
        "jQuery",
        "http",
        "httpClient",
        "$http",
        "ky",
        "got",
        "superagent",
        "request",
        "navigator",
        "api",
        "apiClient",
        "client",
        "instance",
    };

    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal)
    {
        "get",
        "post",
        "put",
        "delete",
        "patch",
        "head",
        "options",
        "request",
        "ajax",
        "getJSON",
        "sendBeacon",
        "jsonp",
    };

    // They look at a URL instead of calling it.
    private static readonly HashSet<string> Tests = new(StringComparer.Ordinal)
    {
        "startsWith",
        "endsWith",
        "includes",
        "indexOf",
        "lastIndexOf",
        "test",
        "match",
        "search",
        "replace",
        "replaceAll",
        "split",
        "log",
        "info",
        "warn",
        "error",
        "debug",
        "trace",
        "Error",
    };

    // Tokens of window.location.port and the like.
    private const int MaxLengthOfPort = 8;

    private static readonly string[] ServerWords =
    [
        "api",
        "backend",
        "server",
        "gateway",
        "service",
        "socket",
        "hub",
        "graphql",
        "base",
        "rest",
        "ws",
    ];

    private static readonly string[] AddressWords = ["url", "uri", "endpoint", "host", "origin", "root", "base", "address", "server"];

    // Where pictures, texts and code of others come from.
    private static readonly string[] OtherWords =
    [
        "cdn",
        "image",
        "img",
        "asset",
        "static",
        "doc",
        "help",
        "schema",
        "namespace",
        "problem",
        "avatar",
        "tile",
        "font",
        "home",
        "repo",
        "issue",
        "license",
        "share",
        "blog",
        "support",
        "privacy",
        "terms",
        "icon",
        "logo",
    ];

    private static readonly HashSet<string> ServerNames = new(StringComparer.Ordinal)
    {
        "api",
        "backend",
        "endpoint",
        "gateway",
        "server",
        "baseurl",
        "baseuri",
        "apiroot",
    };

    public static IEnumerable<FrontEndUrl> In(ScriptFile script)
    {
        HashSet<string>? called = null;
        for (var i = 0; i < script.Tokens.Count; i++)
        {
            if (
                script.Tokens[i].Kind is not (ScriptTokenKind.String or ScriptTokenKind.Template)
                || Parse(script, i) is not { } url
                || IsLookedAt(script, i, url)
                || HasPortOfVisitor(script, i, url)
                || DevelopmentBranches.Holds(script, i)
            )
            {
                continue;
            }

            called ??= NamesThatAreCalled(script);
            var name = NameOf(script, i);
            var isTarget = IsCalled(script, i) || (name is not null && (called.Contains(name) || IsNameOfServer(name)));
            yield return new FrontEndUrl(
                url,
                script.RangeOf(i),
                isTarget,
                script.IsPair(i - 2, "?", "?") || script.IsPair(i - 2, "|", "|")
            );
        }
    }

    /// <summary>The parts of an absolute URL, also one that leaves its scheme to the page; null for anything else.</summary>
    public static EndpointUrl? Parse(string value)
    {
        value = value.Trim();
        var url = value.StartsWith("//", StringComparison.Ordinal) ? EndpointUrl.TryParse("https:" + value) : EndpointUrl.TryParse(value);
        return url is { Scheme: "http" or "https" or "ws" or "wss" } && url.Host.IndexOfAny([' ', ',', ';', '\'', '"']) < 0 ? url : null;
    }

    // 'http://localhost:' + location.port, 'http://localhost:' + input.substring(3): the visitor says the port, and means a machine that is the visitor's own.
    private static bool HasPortOfVisitor(ScriptFile script, int index, EndpointUrl url)
    {
        if (!url.IsLoopback || !url.Authority.EndsWith(":", StringComparison.Ordinal))
        {
            return false;
        }

        var first = script.Is(index + 1, "+") ? index + 2 : index + 1;
        for (var i = first; i < first + MaxLengthOfPort && script.TextOf(i) is not ("" or ";" or "," or ")" or "+" or ['}', ..]); i++)
        {
            if (script.IsWord(i) && (script.TextOf(i) == "location" || script.Is(i + 1, "(")))
            {
                return true;
            }
        }

        return false;
    }

    private static EndpointUrl? Parse(ScriptFile script, int index)
    {
        var text = script.TextOf(index);
        if (text.Length < 8 || text[0] == '}' || Parse(script.ValueOf(index)) is not { } url)
        {
            return null;
        }

        // What a hole completes is known only when it is a port or a path: https://api-${region}
        return
            text[text.Length - 1] == '{'
            && url.Rest.Length == 0
            && !url.Authority.EndsWith(":", StringComparison.Ordinal)
            && !url.IsLoopback
            ? null
            : url;
    }

    // url === 'http://…', url.startsWith('http://…'), console.log('http://…'), new URL(path, 'http://localhost') that only takes a path apart.
    private static bool IsLookedAt(ScriptFile script, int index, EndpointUrl url)
    {
        if (
            script.IsPair(index - 2, "=", "=")
            || script.IsPair(index - 2, "!", "=")
            || script.IsPair(index + 1, "=", "=")
            || script.IsPair(index + 1, "!", "=")
        )
        {
            return true;
        }

        var opener = script.OpenerOf(index);
        return script.Is(opener, "(")
            && script.IsWord(opener - 1)
            && (
                Tests.Contains(script.TextOf(opener - 1))
                || (script.Is(opener - 1, "URL") && script.Is(index - 1, ",") && url is { Port: 0, Rest: "" or "/" })
            );
    }

    private static bool IsCalled(ScriptFile script, int index)
    {
        var opener = script.OpenerOf(index);
        if (script.Is(opener, "("))
        {
            return IsTargetOf(script, opener, index) || (script.Is(index - 1, "=") && script.TextOf(index - 2) is "action" or "formAction");
        }

        // axios({ url: 'https://…' }), $.ajax({ url: … }), axios.create({ baseURL: … })
        if (script.Is(opener, "{") && script.Is(index - 1, ":") && script.Is(index - 2, "url") && script.Is(opener - 1, "("))
        {
            return IsCaller(script, opener - 1);
        }

        return script.Is(index - 1, "=") && script.TextOf(index - 2) is "action" or "formAction";
    }

    private static bool IsTargetOf(ScriptFile script, int opener, int index)
    {
        if (index == opener + 1)
        {
            return IsCaller(script, opener) || (script.Is(opener - 2, ".") && script.Is(opener - 1, "withUrl"));
        }

        // xhr.open('GET', 'https://…')
        return script.Is(opener - 1, "open") && script.Is(opener - 2, ".") && script.IsString(opener + 1) && index == opener + 3;
    }

    private static bool IsCaller(ScriptFile script, int opener)
    {
        var callee = opener - 1;

        // http.get<Order[]>('…')
        if (script.Is(callee, ">"))
        {
            for (var steps = 0; steps < MaxTokens && callee > 0 && !script.Is(callee, "<"); steps++)
            {
                callee--;
            }

            callee--;
        }

        if (!script.IsWord(callee))
        {
            return false;
        }

        return script.Is(callee - 1, ".")
            ? Methods.Contains(script.TextOf(callee)) && Receivers.Contains(script.TextOf(callee - 2).TrimStart('#', '_'))
            : Callers.Contains(script.TextOf(callee));
    }

    // fetch(BASE), fetch(BASE + '/x'), fetch(`${BASE}/x`)
    private static HashSet<string> NamesThatAreCalled(ScriptFile script)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < script.Tokens.Count; i++)
        {
            if (!script.Is(i, "("))
            {
                continue;
            }

            var first = script.Is(i + 1, "`${") ? i + 2 : i + 1;
            if (script.Is(i - 1, "open") && script.IsString(i + 1))
            {
                first = script.Is(i + 3, "`${") ? i + 4 : i + 3;
            }

            if (script.IsWord(first) && (IsTargetOf(script, i, i + 1) || IsTargetOf(script, i, i + 3)))
            {
                while (script.Is(first + 1, ".") && script.IsWord(first + 2))
                {
                    first += 2;
                }

                names.Add(script.TextOf(first));
            }
        }

        return names;
    }

    // const NAME = …, NAME: …, this.name = …, NAME: string = …
    private static string? NameOf(ScriptFile script, int index)
    {
        var opener = script.OpenerOf(index);
        for (var (i, steps) = (index - 1, 0); i > opener && steps < MaxTokens; i--, steps++)
        {
            if (script.Is(i, ";") || script.Is(i, ","))
            {
                return null;
            }

            if (script.PartnerOf(i) is >= 0 and var partner && partner < i)
            {
                i = partner;
            }
            else if (script.Is(i, "=") && !script.IsPair(i - 1, "=", "=") && !script.IsPair(i, "=", "=") && !script.IsPair(i - 1, "!", "="))
            {
                return script.IsWord(i - 1) ? script.TextOf(script.Is(i - 2, ":") && script.IsWord(i - 3) ? i - 3 : i - 1) : null;
            }
            else if (script.Is(i, ":") && (i - 2 == opener || script.TextOf(i - 2) is "," or "{" or ";"))
            {
                return script.IsWord(i - 1) ? script.TextOf(i - 1)
                    : script.IsString(i - 1) ? script.ValueOf(i - 1)
                    : null;
            }
        }

        return null;
    }

    private static bool IsNameOfServer(string name)
    {
        var plain = name.Replace("_", "").Replace("-", "").ToLowerInvariant();
        return ServerNames.Contains(plain)
            || (
                Has(plain, ServerWords)
                && Has(plain, AddressWords)
                && !Has(plain, OtherWords)
                && plain is not ("base" or "server" or "host" or "url")
            );

        static bool Has(string name, string[] words) => Array.Exists(words, word => name.IndexOf(word, StringComparison.Ordinal) >= 0);
    }
}
