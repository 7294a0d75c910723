using Deployability.Formats.Scripts;

namespace Deployability.Analyzers.Recognisers.FrontEnd;

/// <summary>Whether a piece of a script runs in development only: behind <c>import.meta.env.DEV</c>, <c>NODE_ENV</c>, a host that is localhost.</summary>
internal static class DevelopmentBranches
{
    // A statement or nesting beyond these is not followed.
    private const int MaxTokens = 400;
    private const int MaxDepth = 40;

    private static readonly HashSet<string> DevelopmentNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "dev",
        "develop",
        "development",
        "local",
        "localhost",
        "debug",
        "test",
        "testing",
        "127.0.0.1",
        "::1",
        "[::1]",
    };

    private static readonly HashSet<string> DevelopmentFlags = new(StringComparer.OrdinalIgnoreCase)
    {
        "DEV",
        "__DEV__",
        "isDev",
        "isDevelopment",
        "isDevMode",
        "isLocal",
        "isLocalhost",
        "isDebug",
        "devMode",
        "IS_DEV",
        "IS_DEVELOPMENT",
        "IS_LOCAL",
        "isDevEnv",
    };

    private static readonly HashSet<string> ProductionFlags = new(StringComparer.OrdinalIgnoreCase)
    {
        "PROD",
        "isProd",
        "isProduction",
        "production",
        "IS_PROD",
        "IS_PRODUCTION",
        "isProdMode",
        "prodMode",
    };

    private static readonly HashSet<string> Subjects = new(StringComparer.Ordinal)
    {
        "NODE_ENV",
        "MODE",
        "mode",
        "env",
        "ENV",
        "environment",
        "hostname",
        "host",
        "origin",
        "href",
        "APP_ENV",
        "stage",
    };

    /// <param name="script">The script.</param>
    /// <param name="index">Of the piece.</param>
    public static bool Holds(ScriptFile script, int index)
    {
        for (var depth = 0; index >= 0 && depth < MaxDepth; depth++)
        {
            if (IsInBranch(script, index))
            {
                return true;
            }

            index = script.OpenerOf(index);
            if (index >= 0 && script.Is(index, "{") && IsBlockOfBranch(script, index))
            {
                return true;
            }
        }

        return false;
    }

    // To the left inside the same brackets: cond ? here : …, cond && here, if (cond) here, development: here.
    private static bool IsInBranch(ScriptFile script, int index)
    {
        var opener = script.OpenerOf(index);
        var colons = 0;
        for (var (i, steps) = (index - 1, 0); i > opener && steps < MaxTokens; i--, steps++)
        {
            if (script.Is(i, ";") || script.Is(i, ","))
            {
                return false;
            }

            if (script.Is(i, ":"))
            {
                if (IsNameOfDevelopment(script, i - 1))
                {
                    return true;
                }

                colons++;
            }
            else if (IsQuestion(script, i))
            {
                if (IsDevelopment(script, StartOfCondition(script, i, opener), i, whenTrue: colons == 0))
                {
                    return true;
                }

                colons = Math.Max(colons - 1, 0);
            }
            else if (script.IsPair(i - 1, "&", "&"))
            {
                if (IsDevelopment(script, StartOfCondition(script, i - 1, opener), i - 1, whenTrue: true))
                {
                    return true;
                }

                i--;
            }
            else if (script.Is(i, "else"))
            {
                return IsElseOfDevelopment(script, i);
            }
            else if (script.PartnerOf(i) is >= 0 and var partner && partner < i)
            {
                if (script.Is(i, ")") && script.Is(partner - 1, "if") && IsDevelopment(script, partner + 1, i, whenTrue: true))
                {
                    return true;
                }

                // A block in front ends the statement before this one.
                if (
                    script.Is(i, "}")
                    && !script.Is(i + 1, ".")
                    && !script.Is(i + 1, ")")
                    && script.TextOf(i + 1) is not ("?" or "&" or "|" or "=")
                )
                {
                    return false;
                }

                i = partner;
            }
        }

        return false;
    }

    private static bool IsBlockOfBranch(ScriptFile script, int brace)
    {
        if (script.Is(brace - 1, ":"))
        {
            return IsNameOfDevelopment(script, brace - 2);
        }

        if (script.Is(brace - 1, "else"))
        {
            return IsElseOfDevelopment(script, brace - 1);
        }

        return script.Is(brace - 1, ")")
            && script.PartnerOf(brace - 1) is >= 0 and var open
            && script.Is(open - 1, "if")
            && IsDevelopment(script, open + 1, brace - 1, whenTrue: true);
    }

    // if (…) { … } else here
    private static bool IsElseOfDevelopment(ScriptFile script, int keyword) =>
        script.Is(keyword - 1, "}")
        && script.PartnerOf(keyword - 1) is >= 0 and var brace
        && script.Is(brace - 1, ")")
        && script.PartnerOf(brace - 1) is >= 0 and var open
        && script.Is(open - 1, "if")
        && IsDevelopment(script, open + 1, brace - 1, whenTrue: false);

    private static bool IsNameOfDevelopment(ScriptFile script, int index) =>
        (script.IsWord(index) && DevelopmentNames.Contains(script.TextOf(index)))
        || (script.IsString(index) && DevelopmentNames.Contains(script.ValueOf(index)));

    // Of a ternary, not of ?? or ?.
    private static bool IsQuestion(ScriptFile script, int index) =>
        script.Is(index, "?") && !script.IsPair(index, "?", "?") && !script.IsPair(index - 1, "?", "?") && !script.IsPair(index, "?", ".");

    private static int StartOfCondition(ScriptFile script, int end, int opener)
    {
        var i = end - 1;
        for (var steps = 0; i > opener && steps < MaxTokens; i--, steps++)
        {
            if (script.PartnerOf(i) is >= 0 and var partner && partner < i)
            {
                i = partner;
            }
            else if (script.TextOf(i) is ";" or "," or ":" or "return" or "{" or "=>" || (script.Is(i, "=") && IsAssignment(script, i)))
            {
                break;
            }
        }

        return i + 1;
    }

    private static bool IsAssignment(ScriptFile script, int index) =>
        !script.IsPair(index, "=", "=")
        && !script.IsPair(index - 1, "=", "=")
        && !script.IsPair(index - 1, "!", "=")
        && !script.IsPair(index - 1, "<", "=")
        && !script.IsPair(index - 1, ">", "=");

    // location.port === "4200": where tools serve a page from; nobody deploys a site there.
    private static bool IsPortOfDevelopment(string text) => text is "3000" or "4200" or "5173" or "5174" or "8100" or "1234";

    private static bool IsDevelopment(ScriptFile script, int start, int end, bool whenTrue)
    {
        bool? development = null;
        var isNegated = false;
        var comparesSubject = false;
        var comparesPort = false;
        for (var i = start; i < end; i++)
        {
            if (comparesPort && IsPortOfDevelopment(script.IsString(i) ? script.ValueOf(i) : script.TextOf(i)))
            {
                development ??= true;
            }
            else if (script.IsWord(i))
            {
                var word = script.TextOf(i);
                development ??=
                    DevelopmentFlags.Contains(word) ? true
                    : ProductionFlags.Contains(word) ? false
                    : null;
                comparesSubject |= Subjects.Contains(word);
                comparesPort |= word == "port";
            }
            else if (script.IsString(i) && comparesSubject)
            {
                var value = script.ValueOf(i);
                development ??=
                    DevelopmentNames.Contains(value) || value.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) ? true
                    : value.StartsWith("prod", StringComparison.OrdinalIgnoreCase) ? false
                    : null;
            }
            else if (script.Is(i, "!"))
            {
                isNegated = !isNegated;
            }
        }

        return development is { } isDevelopment && (isDevelopment != isNegated) == whenTrue;
    }
}
