using Deployability.Formats;

namespace Deployability.Analyzers.Files;

/// <summary>What the words of a command line give to names: <c>--password=x</c>, <c>--password x</c>, <c>TOKEN=x</c>, <c>Authorization: x</c>, and the short options of programs that sign in.</summary>
internal static class CommandValues
{
    // How the program is called, and its option for a password that has one letter.
    private static readonly (string[] Call, string Option)[] SignIns =
    [
        (["docker", "login"], "-p"),
        (["podman", "login"], "-p"),
        (["helm", "login"], "-p"),
        (["az", "login"], "-p"),
        (["dotnet", "nuget", "source"], "-p"),
        (["sshpass"], "-p"),
    ];

    private const string PassKind = "pass:";

    private static readonly string[] PassOptions = ["-passin", "-passout", "-pass", "-password"];

    /// <summary>Each word once, with the name that it, or the word in front of it, gives to the value; without a name what has none.</summary>
    /// <param name="words">The program and its arguments, unquoted.</param>
    public static IEnumerable<FileValue> Of(IReadOnlyList<(string Text, TextRange Range)> words)
    {
        var program = words.Count > 0 ? words[0].Text : "";
        var option = Array.Find(SignIns, signIn => IsCall(words, signIn.Call)).Option;
        for (var index = 0; index < words.Count; index++)
        {
            var (text, range) = words[index];
            var before = index > 0 ? words[index - 1].Text : "";
            var isValue = index > 1 && text.Length > 0 && text[0] != '-';
            if (isValue && before == option)
            {
                yield return new FileValue("password", text, range);
            }
            else if (isValue && program == "curl" && before is "-u" or "--user" or "-U" or "--proxy-user")
            {
                yield return new FileValue("password", text.Substring(text.IndexOf(':') + 1), range);
            }
            else if (program == "curl" && LoginIn(text) is { } login)
            {
                yield return new FileValue("password", login, range);
            }
            // openssl … -passout pass:secret: what stands behind the kind of its source.
            else if (isValue && Array.IndexOf(PassOptions, before) >= 0 && text.StartsWith(PassKind, StringComparison.Ordinal))
            {
                yield return new FileValue("password", text.Substring(PassKind.Length), range);
            }
            else if (isValue && before.StartsWith("--", StringComparison.Ordinal) && IsName(before, before.Length))
            {
                yield return new FileValue(before.TrimStart('-'), text, range);
            }
            else
            {
                yield return Named(text, range);
            }
        }
    }

    /// <summary>The passwords that a command writes for the next one to set: <c>echo 'app:password' | chpasswd</c>.</summary>
    /// <param name="words">Of the command that writes.</param>
    /// <param name="next">Of the command behind it.</param>
    public static IEnumerable<FileValue> OfLogins(
        IReadOnlyList<(string Text, TextRange Range)> words,
        IReadOnlyList<(string Text, TextRange Range)> next
    )
    {
        if (
            words.Count < 2
            || words[0].Text is not ("echo" or "printf")
            || !next.Take(2).Any(static word => word.Text is "chpasswd" or "/usr/sbin/chpasswd")
        )
        {
            yield break;
        }

        foreach (var (text, range) in words.Skip(1))
        {
            // Azure App Service asks for this very login of root, and lets nobody but its own tunnel use it.
            if (
                text.IndexOf(':') is > 0 and var colon
                && colon < text.Length - 1
                && text.Substring(colon + 1) is var password
                && password != "Docker!"
            )
            {
                yield return new FileValue("password", password.Replace("\\n", ""), range);
            }
        }
    }

    /// <summary>What a word alone says: <c>--Jwt:Key=x</c>, <c>TOKEN=x</c>, <c>Authorization: x</c>.</summary>
    public static FileValue Named(string text, TextRange range)
    {
        if (text.IndexOf('=') is > 0 and var equals && IsName(text, equals))
        {
            return new FileValue(text.Substring(0, equals).TrimStart('-'), text.Substring(equals + 1), range);
        }

        return text.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon && IsName(text, colon)
            ? new FileValue(text.Substring(0, colon), text.Substring(colon + 2), range)
            : new FileValue("", text, range);
    }

    // -uname:password, --user=name:password
    private static string? LoginIn(string text)
    {
        var isLogin =
            text.StartsWith("-u", StringComparison.Ordinal)
            || text.StartsWith("--user=", StringComparison.Ordinal)
            || text.StartsWith("--proxy-user=", StringComparison.Ordinal);
        return isLogin && text.IndexOf(':') is > 2 and var colon && colon < text.Length - 1 ? text.Substring(colon + 1) : null;
    }

    private static bool IsCall(IReadOnlyList<(string Text, TextRange Range)> words, string[] call)
    {
        var next = 0;
        for (var index = 0; index < words.Count && next < call.Length; index++)
        {
            if (words[index].Text == call[next])
            {
                next++;
            }
            else if (index == 0)
            {
                return false;
            }
        }

        return next == call.Length;
    }

    private static bool IsName(string text, int end)
    {
        for (var index = 0; index < end; index++)
        {
            if (!char.IsLetterOrDigit(text[index]) && text[index] is not ('_' or '-' or ':' or '.'))
            {
                return false;
            }
        }

        return true;
    }
}
