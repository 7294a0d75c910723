using System.Text;

namespace Deployability.Secrets;

/// <summary>A line of a file as it may be shown or hashed: what may be a credential is gone from it.</summary>
/// <remarks>It hides too much rather than too little: on a line that looks like a credential nothing between quotes and nothing after an assignment stays.</remarks>
public static class MaskedLine
{
    private const char Mask = '•';
    private const int LongestPlainRun = 31;

    private static readonly string[] Telling =
    [
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "secret",
        "token",
        "apikey",
        "api_key",
        "api-key",
        "accesskey",
        "access_key",
        "sharedkey",
        "accountkey",
        "privatekey",
        "signingkey",
        "credential",
        "authorization",
        "bearer ",
        "basic ",
        "-----begin",
        "sig=",
        "connectionstring",
    ];

    /// <param name="line">One line, with or without its end.</param>
    /// <param name="file">Path of the file; only its extension counts.</param>
    /// <param name="isSecret">Whether a rule found a secret on the line.</param>
    /// <returns>The line without surrounding white space, runs of white space made one space, and without what may be a credential.</returns>
    public static string Of(string line, string file, bool isSecret)
    {
        var text = Collapsed(line);
        if (isSecret || text.AsSpan().HasAny(Telling) || SecretDetector.Find(text.AsSpan()) is not null)
        {
            text = IsCode(file) ? WithoutLiterals(text) : WithoutValue(text);
        }

        return WithoutLongRuns(text);
    }

    /// <summary>Code marks every value with quotes; other files may not.</summary>
    private static bool IsCode(string file)
    {
        var name = file.AsSpan();
        return name.Ends(".cs") || name.Ends(".js") || name.Ends(".mjs") || name.Ends(".ts") || name.Ends(".tsx") || name.Ends(".jsx");
    }

    private static string Collapsed(string line)
    {
        var text = new StringBuilder(line.Length);
        foreach (var c in line)
        {
            if (!char.IsWhiteSpace(c))
            {
                text.Append(c);
            }
            else if (text.Length > 0 && text[text.Length - 1] != ' ')
            {
                text.Append(' ');
            }
        }

        return text.ToString().TrimEnd();
    }

    private static string WithoutLiterals(string line)
    {
        var text = new StringBuilder(line.Length);
        var quote = '\0';
        var any = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote == '\0')
            {
                text.Append(c);
                if (c is '"' or '\'' or '`')
                {
                    quote = c;
                    any = true;
                    text.Append(Mask);
                }
            }
            else if (c == '\\')
            {
                i++;
            }
            else if (c == quote)
            {
                quote = '\0';
                text.Append(c);
            }
        }

        // Without a quote the line may stand inside a literal of several lines.
        return any ? text.ToString()
            : line.IndexOf('(') >= 0 || line.IndexOf(';') >= 0 ? line
            : Mask.ToString();
    }

    private static string WithoutValue(string line)
    {
        var end = line.IndexOfAny(['=', ':']);
        return end < 0 ? Mask.ToString() : line.Substring(0, end + 1) + " " + Mask;
    }

    /// <summary>Keys and hashes are long and have no spaces; names and paths have parts.</summary>
    private static string WithoutLongRuns(string line)
    {
        var text = new StringBuilder(line.Length);
        var start = 0;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && (char.IsLetterOrDigit(line[i]) || line[i] is '+' or '/' or '='))
            {
                continue;
            }

            var run = line.Substring(start, i - start);
            text.Append(run.Length > LongestPlainRun && run.Any(char.IsDigit) && run.Any(char.IsLetter) ? Mask.ToString() : run);
            if (i < line.Length)
            {
                text.Append(line[i]);
            }

            start = i + 1;
        }

        return text.ToString();
    }
}
