namespace Deployability.Secrets.Matching;

/// <summary>A set of ASCII characters that answers in two instructions.</summary>
internal sealed class CharSet
{
    /// <summary>Stands for a part of a text known only at run time (U+FFFC, the object replacement character).</summary>
    public const char Hole = '\uFFFC';

    private const string Digits = "0123456789";
    private const string LowerCase = "abcdefghijklmnopqrstuvwxyz";
    private const string UpperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static readonly CharSet Digit = new(Digits);
    public static readonly CharSet Lower = new(LowerCase);
    public static readonly CharSet Hex = new(Digits + "abcdef");
    public static readonly CharSet HexDashAnyCase = new(Digits + "abcdefABCDEF-");
    public static readonly CharSet HexAnyCase = new(Digits + "abcdefABCDEF");
    public static readonly CharSet LowerAlnum = new(Digits + LowerCase);
    public static readonly CharSet Base32 = new(LowerCase + "234567");
    public static readonly CharSet Base32AnyCase = new(LowerCase + UpperCase + "234567");
    public static readonly CharSet Letter = new(LowerCase + UpperCase);
    public static readonly CharSet Base62 = new(Digits + LowerCase + UpperCase);
    public static readonly CharSet Word = new(Digits + LowerCase + UpperCase + "_");
    public static readonly CharSet UrlSafe = new(Digits + LowerCase + UpperCase + "_-");
    public static readonly CharSet Base64 = new(Digits + LowerCase + UpperCase + "+/");
    public static readonly CharSet Base64Word = new(Digits + LowerCase + UpperCase + "+/=_");
    public static readonly CharSet WebhookPath = new(Digits + LowerCase + UpperCase + "_-/@");
    public static readonly CharSet UrlSafeDot = new(Digits + LowerCase + UpperCase + "_-.");
    public static readonly CharSet UrlSafeDotEquals = new(Digits + LowerCase + UpperCase + "_-.=");
    public static readonly CharSet EntraSecret = new(Digits + LowerCase + UpperCase + "._~-");

    private readonly ulong low;
    private readonly ulong high;

    private CharSet(string characters)
    {
        foreach (var c in characters)
        {
            if (c < 64)
            {
                low |= 1UL << c;
            }
            else
            {
                high |= 1UL << (c - 64);
            }
        }
    }

    public bool Contains(char c) => c < 64 ? (low >> c & 1) != 0 : c < 128 && (high >> (c - 64) & 1) != 0;

    public bool ContainsAll(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!Contains(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many characters from <paramref name="start"/> on belong to the set; counting ends at <paramref name="limit"/>.</summary>
    public int Run(ReadOnlySpan<char> text, int start, int limit = int.MaxValue)
    {
        var i = start;
        while (i < text.Length && i - start < limit && Contains(text[i]))
        {
            i++;
        }

        return i - start;
    }
}
