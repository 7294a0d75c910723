using Deployability.Formats.ConnectionStrings;
using Deployability.Secrets;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A pair of a connection string that gives up on the server's certificate or on encryption.</summary>
/// <param name="Display">As it is written: <c>TrustServerCertificate=True</c>.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Length">Without the separator.</param>
internal readonly record struct UnverifiedTransport(string Display, int Start, int Length);

/// <summary>Knows the connection string keywords that decide whether the server is verified.</summary>
/// <remarks>
/// SqlClient: https://learn.microsoft.com/sql/connect/ado-net/encryption-and-certificate-validation.
/// Npgsql: https://www.npgsql.org/doc/security.html. MySqlConnector: https://mysqlconnector.net/connection-options/.
/// What a driver does when nothing is said (<c>Prefer</c>, <c>Preferred</c>) is nobody's decision here, and silent.
/// </remarks>
internal static class TransportSecurity
{
    /// <summary>The first pair that switches verification off.</summary>
    /// <param name="text">A value; null is the answer for nearly every text, without allocation.</param>
    /// <returns>The pair; null when there is none, when the text is no connection string, or when it stays on this machine.</returns>
    public static UnverifiedTransport? DisabledIn(string text)
    {
        if (text.Length < 8 || text.IndexOf('=') < 0 || !MayDisable(text) || PairIn(text) is not { } pair)
        {
            return null;
        }

        if (ConnectionString.TryParse(text.AsSpan(), out var connection))
        {
            return connection.HostKind == SecretHost.Loopback || DatabaseHosts.IsThisMachine(connection.Host.ToString()) ? null : pair;
        }

        // A piece to be glued to others: this keyword is one of connection strings only.
        return IsTrust(KeywordOf(pair.Display)) && HasPairsOnly(text) ? pair : null;
    }

    /// <summary>Whether a property of a connection string builder or a data source has this value when nothing verifies the server.</summary>
    /// <param name="property">The property's name.</param>
    /// <param name="value">A constant, or the name of an enumeration's member.</param>
    public static bool IsOff(string property, string value) => IsTrust(property) ? IsTrue(value) : IsEncryption(property) && IsNone(value);

    /// <summary>Whether a text, or a word of it, speaks of trust or encryption at all; a no is certain.</summary>
    public static bool MayDisable(string text) =>
        text.IndexOf("trust", StringComparison.OrdinalIgnoreCase) >= 0
        || text.IndexOf("encrypt", StringComparison.OrdinalIgnoreCase) >= 0
        || text.IndexOf("ssl", StringComparison.OrdinalIgnoreCase) >= 0;

    private static UnverifiedTransport? PairIn(string text)
    {
        foreach (var pair in new ConnectionStringReader(text.AsSpan()))
        {
            if (pair.HasKey && IsOff(KeywordOf(pair.Range.Of(text)), pair.Value.Of(text)))
            {
                return new UnverifiedTransport(pair.Range.Of(text), pair.Range.Start, pair.Range.Length);
            }
        }

        return null;
    }

    private static string KeywordOf(string pair) => pair.Substring(0, pair.IndexOf('=')).Replace(" ", "").Replace("_", "");

    private static bool HasPairsOnly(string text)
    {
        if (text.IndexOf('\n') >= 0)
        {
            return false;
        }

        foreach (var pair in new ConnectionStringReader(text.AsSpan()))
        {
            if (!pair.HasKey)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsTrust(string keyword) => keyword.Equals("TrustServerCertificate", StringComparison.OrdinalIgnoreCase);

    private static bool IsEncryption(string keyword) =>
        keyword.Equals("Encrypt", StringComparison.OrdinalIgnoreCase) || keyword.Equals("SslMode", StringComparison.OrdinalIgnoreCase);

    private static bool IsTrue(string value) =>
        value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("yes", StringComparison.OrdinalIgnoreCase) || value == "1";

    // Optional is SqlClient's name for "only if the server insists", Allow is Npgsql's.
    private static bool IsNone(string value) =>
        value.ToLowerInvariant() is "false" or "no" or "0" or "optional" or "none" or "disable" or "disabled" or "allow";
}

/// <summary>Words of which one stands in every text that <see cref="TransportSecurity.DisabledIn"/> finds something in.</summary>
internal sealed class TransportWords : Recogniser<string>
{
    public override WordForm FormOf(string word) => TransportSecurity.MayDisable(word) ? WordForm.Anywhere : WordForm.None;

    public override string Recognise(Candidate candidate) => candidate.Node.NameOfMember() ?? "";
}
