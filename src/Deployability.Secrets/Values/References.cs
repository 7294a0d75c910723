using Deployability.Secrets.Names;

namespace Deployability.Secrets.Values;

/// <summary>Texts that lead to something else than themselves: addresses, paths, code, names of settings and variables.</summary>
internal static class References
{
    private static readonly string[] FileEndings =
    [
        ".txt",
        ".json",
        ".xml",
        ".pem",
        ".key",
        ".pfx",
        ".p12",
        ".crt",
        ".cer",
        ".cs",
        ".config",
        ".yaml",
        ".yml",
        ".ini",
        ".env",
        ".html",
        ".cshtml",
        ".razor",
        ".aspx",
        ".js",
        ".ts",
        ".css",
        ".png",
        ".svg",
        ".jks",
        ".snk",
    ];

    /// <summary>Whether the text leads elsewhere, and so is no secret itself.</summary>
    public static bool Is(ReadOnlySpan<char> value) =>
        value.Has("://") || value.Has("@sha256:") || IsPath(value) || IsCode(value) || IsMailAddress(value);

    /// <summary>Whether the text ends like the name of a file.</summary>
    public static bool IsFile(ReadOnlySpan<char> value) => value.EndsWithAny(FileEndings);

    private static bool IsPath(ReadOnlySpan<char> value)
    {
        if (value[0] is '/' or '\\' && value.Length > 1 && TextShape.IsWordy(value.Slice(1)))
        {
            return true;
        }

        return value.HasAt(0, "./")
            || value.HasAt(0, "../")
            || value.HasAt(0, "~/")
            || value.HasAt(0, "//")
            || value.HasAt(0, "\\\\")
            || (value.Length > 2 && value[1] == ':' && value[2] is '\\' or '/')
            || IsFile(value)
            || value.IndexOf("/run/secrets/".AsSpan(), StringComparison.Ordinal) >= 0
            || (value.IndexOf('\\') > 0 && TextShape.IsWordy(value.Slice(value.IndexOf('\\') + 1)));
    }

    /// <summary>A call, an index, a path into a document, a selector, markup, a variable's name.</summary>
    private static bool IsCode(ReadOnlySpan<char> value)
    {
        var last = value[value.Length - 1];
        var open = value.IndexOfAny('(', '[');
        if (open > 0 && last is ')' or ']' && TextShape.IsWordy(value.Slice(0, open)))
        {
            return true;
        }

        return value.HasAt(0, "$.")
            || IsConfigurationKey(value)
            || value[0] is '&' or '?'
            || (value[0] is '#' or '.' && TextShape.IsWordy(value.Slice(1)))
            || (
                value.IndexOf('<') is >= 0 and var tag
                && tag + 1 < value.Length
                && (CharSet.Letter.Contains(value[tag + 1]) || value[tag + 1] == '/')
                && value.IndexOf('>') > tag
            )
            || (value[0] == '{' && value.IndexOf('"') > 0)
            || (IsUpperCaseName(value) && TextShape.IsWordy(value))
            || IsNameBeforeValue(value)
            || (
                value.IndexOf('=') is > 0 and var equals
                && equals < value.Length - 2
                && value[equals + 1] != '='
                && TextShape.IsWordy(value.Slice(0, equals))
                && !CharSet.Base64.ContainsAll(value.Slice(0, equals))
            );
    }

    /// <summary><c>DB_PASSWORD=</c>: the value follows.</summary>
    private static bool IsNameBeforeValue(ReadOnlySpan<char> value)
    {
        var name = value.Slice(0, value.Length - 1);
        return value[value.Length - 1] == '='
            && name.IndexOf('=') < 0
            && TextShape.IsWordy(name)
            && SecretNames.Classify(name) != SecretName.None;
    }

    /// <summary><c>Ffmpeg:ApiKey</c>: letters in sections.</summary>
    private static bool IsConfigurationKey(ReadOnlySpan<char> value)
    {
        var sections = 1;
        foreach (var c in value)
        {
            if (c == ':')
            {
                sections++;
            }
            else if (!CharSet.Letter.Contains(c) && c is not ('_' or '-' or '.'))
            {
                return false;
            }
        }

        return sections > 1;
    }

    /// <summary><c>OPENAI_API_KEY</c>: the name of an environment variable.</summary>
    public static bool IsUpperCaseName(ReadOnlySpan<char> value)
    {
        if (value.IndexOf('_') < 0)
        {
            return false;
        }

        foreach (var c in value)
        {
            if (!(c is >= 'A' and <= 'Z' or '_' || CharSet.Digit.Contains(c)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMailAddress(ReadOnlySpan<char> value)
    {
        var at = value.IndexOf('@');
        if (at < 1 || value.LastIndexOf('@') != at)
        {
            return false;
        }

        var dot = value.LastIndexOf('.');
        return dot > at + 1
            && value.Length - dot is >= 3 and <= 5
            && CharSet.Lower.ContainsAll(value.Slice(dot + 1))
            && CharSet.UrlSafeDot.ContainsAll(value.Slice(at + 1));
    }
}
