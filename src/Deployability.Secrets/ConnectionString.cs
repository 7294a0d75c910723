using Deployability.Formats;
using Deployability.Formats.ConnectionStrings;
using Deployability.Secrets.Values;

namespace Deployability.Secrets;

/// <summary>A <c>key=value;key=value</c> connection string of ADO.NET, ODBC or Azure, or a <c>host:port,password=…</c> one of Redis.</summary>
/// <remarks>
/// Values may be quoted with <c>"</c> or <c>'</c> (doubled inside) as ADO.NET allows. Keys compare without case, spaces and underscores.
/// A fragment such as <c>;Password=…</c>, to be glued to others, is read too.
/// </remarks>
public readonly ref struct ConnectionString
{
    private static readonly string[] HostKeys =
    [
        "server",
        "datasource",
        "host",
        "hostname",
        "address",
        "addr",
        "networkaddress",
        "endpoint",
        "accountendpoint",
        "blobendpoint",
        "queueendpoint",
        "tableendpoint",
    ];

    private static readonly string[] UserKeys = ["userid", "uid", "user", "username", "accountname", "sharedaccesskeyname"];

    private static readonly string[] PasswordKeys = ["password", "pwd"];

    private static readonly string[] SecretKeys =
    [
        "accountkey",
        "sharedaccesskey",
        "sharedaccesssignature",
        "accesskey",
        "sharedsecretvalue",
        "key",
        "secret",
    ];

    private static readonly string[] OtherKeys =
    [
        "database",
        "initialcatalog",
        "port",
        "integratedsecurity",
        "trustedconnection",
        "encrypt",
        "trustservercertificate",
        "multipleactiveresultsets",
        "pooling",
        "sslmode",
        "persistsecurityinfo",
        "applicationname",
        "connecttimeout",
        "connectiontimeout",
        "timeout",
        "commandtimeout",
        "attachdbfilename",
        "filename",
        "userinstance",
        "driver",
        "provider",
        "mode",
        "cache",
        "defaultendpointsprotocol",
        "endpointsuffix",
        "entitypath",
        "instrumentationkey",
        "ingestionendpoint",
        "version",
        "usedevelopmentstorage",
        "charset",
        "allowuservariables",
        "maxpoolsize",
        "minpoolsize",
        "maximumpoolsize",
        "minimumpoolsize",
        "deviceid",
        "authentication",
        "keepalive",
        "failoverpartner",
        "searchpath",
        "includeerrordetail",
        "foreignkeys",
        "virtualhost",
        "ssl",
        "abortconnect",
        "defaultdatabase",
        "allowadmin",
        "connectretry",
        "synctimeout",
        "allowpublickeyretrieval",
        "convertzerodatetime",
        "applicationintent",
        "multisubnetfailover",
        "publishertimeout",
        "prefetchcount",
        "id",
        "extendedproperties",
        "dsn",
    ];

    private ConnectionString(
        ReadOnlySpan<char> host,
        ReadOnlySpan<char> user,
        TextRange password,
        bool passwordIsKey,
        bool usesIntegratedSecurity,
        bool isOdbc,
        ReadOnlySpan<char> text
    )
    {
        Host = host;
        User = user;
        PasswordStart = password.Start;
        PasswordLength = password.Length;
        PasswordIsKey = passwordIsKey;
        UsesIntegratedSecurity = usesIntegratedSecurity;
        HasRealPassword =
            password.Length > 0
            && !usesIntegratedSecurity
            && IsReal(text.Slice(password.Start, password.Length), user, passwordIsKey, isOdbc);
    }

    /// <summary>Server, data source or endpoint as it is written; empty when the text names none.</summary>
    public ReadOnlySpan<char> Host { get; }

    /// <summary>Where the host is, as far as its name says.</summary>
    public SecretHost HostKind => SecretHosts.Classify(Host);

    /// <summary>User, account or policy; empty when the text names none.</summary>
    public ReadOnlySpan<char> User { get; }

    /// <summary>Where the value of the password or key begins, without quotes.</summary>
    public int PasswordStart { get; }

    /// <summary>Its length; 0 when there is none or it is empty.</summary>
    public int PasswordLength { get; }

    /// <summary>An access key rather than a password.</summary>
    public bool PasswordIsKey { get; }

    /// <summary>The operating system's user logs in; a password beside it is ignored by the driver.</summary>
    public bool UsesIntegratedSecurity { get; }

    /// <summary>There is a password that works: not empty, no placeholder, no template, not an emulator's published key.</summary>
    public bool HasRealPassword { get; }

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">The value, unquoted and unescaped; run-time parts as <see cref="SecretDetector.Hole"/>.</param>
    /// <param name="connection">What it says.</param>
    /// <returns>False when the text is none.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out ConnectionString connection)
    {
        connection = default;
        if (text.IndexOf('=') < 0)
        {
            return false;
        }

        var comma = text.IndexOf(',');
        return comma > 0 && text.Slice(0, comma).IndexOfAny('=', ';', ' ') < 0
            ? TryParse(text, ',', out connection)
            : TryParse(text, ';', out connection);
    }

    /// <summary>Adds where in a file of code a connection string may say a password: behind the name of one.</summary>
    internal static void AddPositions(ReadOnlySpan<char> source, List<int> positions)
    {
        for (var start = 0; source.Slice(start).IndexOf('=') is >= 0 and var length; start += length + 1)
        {
            if (EndsInPasswordKey(source.Slice(start, length)))
            {
                positions.Add(start + length);
            }
        }
    }

    private static bool EndsInPasswordKey(ReadOnlySpan<char> text)
    {
        var end = text.Length;
        while (end > 0 && IsIgnored(text[end - 1]))
        {
            end--;
        }

        // The last letter says no nearly always.
        return end > 0
            && (text[end - 1] | 0x20) is 'd' or 'y' or 'e' or 't'
            && (EndsInAny(text, PasswordKeys) || EndsInAny(text, SecretKeys));
    }

    private static bool EndsInAny(ReadOnlySpan<char> text, string[] keys)
    {
        foreach (var key in keys)
        {
            var (matched, i) = (key.Length, text.Length);
            while (matched > 0 && i > 0 && (IsIgnored(text[i - 1]) || char.ToLowerInvariant(text[i - 1]) == key[matched - 1]))
            {
                matched -= IsIgnored(text[--i]) ? 0 : 1;
            }

            if (matched == 0)
            {
                return true;
            }
        }

        return false;
    }

    // In a key.
    private static bool IsIgnored(char c) => c is ' ' or '_' or '\t' or '\r' or '\n';

    private static bool TryParse(ReadOnlySpan<char> text, char separator, out ConnectionString connection)
    {
        connection = default;
        var fields = new Reader();
        var i = 0;
        if (separator == ',')
        {
            i = text.IndexOf(',') + 1;
            fields.Host = new TextRange(0, i - 1);
        }

        foreach (var pair in new ConnectionStringReader(text, separator, i))
        {
            if (pair.HasKey)
            {
                fields.Add(text.Slice(pair.Key.Start, pair.Key.Length), pair.Value, text);
            }
            else if (separator == ';' && !IsBlank(text.Slice(pair.Range.Start, pair.Range.Length)))
            {
                return false;
            }
        }

        if (!fields.IsConnectionString(separator, text))
        {
            return false;
        }

        connection = new ConnectionString(
            Slice(text, fields.Host),
            Slice(text, fields.User),
            fields.Password,
            fields.PasswordIsKey,
            fields.UsesIntegratedSecurity,
            fields.IsOdbc,
            text
        );
        return true;
    }

    private static bool IsReal(ReadOnlySpan<char> password, ReadOnlySpan<char> user, bool isKey, bool isOdbc)
    {
        // ODBC quotes values with braces.
        if (isOdbc && password.Length > 2 && password[0] == '{' && password[password.Length - 1] == '}')
        {
            password = password.Slice(1, password.Length - 2);
        }

        return !Placeholders.IsPlaceholder(password)
            && !Placeholders.IsSampleLogin(user, password)
            && !Placeholders.IsOfManual(password)
            && !(isKey && (password.Length < 8 || TextShape.IsWordy(password) || TextShape.IsGuid(password)));
    }

    private static ReadOnlySpan<char> Slice(ReadOnlySpan<char> text, TextRange range) => text.Slice(range.Start, range.Length);

    private static bool IsBlank(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && c != CharSet.Hole)
            {
                return false;
            }
        }

        return true;
    }

    private struct Reader
    {
        private const int MaxKey = 40;

        private int known;
        private int unknown;
        private bool namesPassword;
        private bool namesFile;

        public TextRange Host { get; set; }

        public TextRange User { get; private set; }

        public TextRange Password { get; private set; }

        public bool PasswordIsKey { get; private set; }

        public bool UsesIntegratedSecurity { get; private set; }

        public bool IsOdbc { get; private set; }

        public void Add(ReadOnlySpan<char> key, TextRange value, ReadOnlySpan<char> text)
        {
            Span<char> buffer = stackalloc char[MaxKey];
            var name = Normalise(key, buffer);
            known++;
            if (name.EqualsAny(HostKeys))
            {
                Host = Host.Length == 0 ? value : Host;
                namesFile |= name.Is("datasource");
            }
            else if (name.EqualsAny(UserKeys))
            {
                User = value;
            }
            else if (name.EqualsAny(PasswordKeys))
            {
                namesPassword = true;
                Password = value;
                PasswordIsKey = false;
            }
            else if (name.EqualsAny(SecretKeys))
            {
                namesPassword = true;
                if (Password.Length == 0)
                {
                    Password = value;
                    PasswordIsKey = true;
                }
            }
            else if (name.EqualsAny(OtherKeys))
            {
                // Two names for one thing: the last that is said holds.
                if (name.Is("integratedsecurity") || name.Is("trustedconnection"))
                {
                    var answer = Slice(text, value);
                    UsesIntegratedSecurity = answer.Is("true") || answer.Is("yes") || answer.Is("sspi");
                }

                IsOdbc |= name.Is("driver");
            }
            else
            {
                known--;
                unknown++;
            }
        }

        public readonly bool IsConnectionString(char separator, ReadOnlySpan<char> text)
        {
            if (known <= unknown)
            {
                return false;
            }

            var names = Host.Length > 0 || User.Length > 0 || namesPassword;
            if (separator == ',')
            {
                return names && IsHostAndPort(Slice(text, Host));
            }

            return (names && known >= 2)
                || (known == 1 && namesFile && unknown == 0)
                || (known == 1 && namesPassword && (text[0] == ';' || text[text.Length - 1] == ';'));
        }

        private static bool IsHostAndPort(ReadOnlySpan<char> host)
        {
            foreach (var c in host)
            {
                if (!CharSet.UrlSafeDot.Contains(c) && c is not (':' or '[' or ']' or CharSet.Hole))
                {
                    return false;
                }
            }

            return !host.IsEmpty;
        }

        private static ReadOnlySpan<char> Normalise(ReadOnlySpan<char> key, Span<char> buffer)
        {
            var length = 0;
            foreach (var c in key)
            {
                if (IsIgnored(c))
                {
                    continue;
                }

                if (length == buffer.Length)
                {
                    return default;
                }

                buffer[length++] = c;
            }

            return buffer.Slice(0, length);
        }
    }
}
