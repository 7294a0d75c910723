namespace Deployability.Secrets.Values;

/// <summary>User and password in front of a URL's host: <c>amqp://user:password@host</c>.</summary>
public readonly ref struct UrlLogin
{
    private const int MaxAuthority = 512;

    private UrlLogin(ReadOnlySpan<char> authority, int start, int colon, int at)
    {
        User = authority.Slice(0, colon);
        Password = authority.Slice(colon + 1, at - colon - 1);
        Host = authority.Slice(at + 1);
        PasswordStart = start + colon + 1;
    }

    /// <summary>Empty where the password stands alone.</summary>
    public ReadOnlySpan<char> User { get; }

    /// <summary>As it is written, never empty.</summary>
    public ReadOnlySpan<char> Password { get; }

    /// <summary>Where the password stands in the text.</summary>
    public int PasswordStart { get; }

    /// <summary>With its port; several where a URL names several. Never empty.</summary>
    public ReadOnlySpan<char> Host { get; }

    /// <summary>Reads the login of the URL in a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="authority">Where it is looked for: behind <c>://</c>.</param>
    /// <param name="login">What was found.</param>
    /// <returns>False when user and password, or a host behind them, do not stand there.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, int authority, out UrlLogin login)
    {
        var rest = AuthorityAt(text, authority);
        var at = rest.LastIndexOf('@');
        var colon = rest.IndexOf(':');
        if (colon < 0 || at <= colon + 1 || at == rest.Length - 1)
        {
            login = default;
            return false;
        }

        login = new UrlLogin(rest, authority, colon, at);
        return true;
    }

    /// <summary>What stands between <c>://</c> and the path of a URL, as far as a login may reach.</summary>
    internal static ReadOnlySpan<char> AuthorityAt(ReadOnlySpan<char> text, int start)
    {
        var rest = text.Slice(start);
        rest = rest.Slice(0, Math.Min(rest.Length, MaxAuthority));
        var end = rest.IndexOfAny("/?# \t\r\n\"'`\\<>".AsSpan());
        return end < 0 ? rest : rest.Slice(0, end);
    }
}
