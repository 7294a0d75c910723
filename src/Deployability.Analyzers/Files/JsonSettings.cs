using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Deployability.Analyzers.Recognisers;
using Microsoft.CodeAnalysis.Text;
using Newtonsoft.Json;

namespace Deployability.Analyzers.Files;

/// <summary>One value of a JSON settings file.</summary>
/// <param name="Key">Its configuration key: <c>ConnectionStrings:Orders</c>, <c>Cors:AllowedOrigins:0</c>.</param>
/// <param name="Value">The text that configuration yields; empty for null.</param>
/// <param name="Span">Of the value in the file, with its quotes.</param>
/// <param name="IsString">Whether the file writes it as a string.</param>
internal sealed record JsonSetting(string Key, string Value, TextSpan Span, bool IsString);

/// <summary>The values of a settings file with their places, read as the configuration system reads them.</summary>
/// <remarks>Comments and trailing commas are fine, as they are to .NET. Of a broken file, what stands before the error counts.</remarks>
internal sealed class JsonSettings
{
    // Beyond this it is data, not settings; reading it at every keystroke would be felt.
    private const int MaxLength = 1 << 20;

    private static readonly ConditionalWeakTable<SourceText, JsonSettings> Read = new();

    private JsonSettings(ImmutableArray<JsonSetting> settings) => Settings = settings;

    public ImmutableArray<JsonSetting> Settings { get; }

    /// <summary>Reads a file once per version of it, however many rules ask.</summary>
    public static JsonSettings Of(SourceText text) => Read.GetValue(text, Parse);

    public static JsonSettings Parse(SourceText text)
    {
        var settings = ImmutableArray.CreateBuilder<JsonSetting>();
        if (text.Length <= MaxLength)
        {
            try
            {
                ReadAll(text, settings);
            }
            catch (JsonException)
            {
                // The compiler of the settings is the host at start-up; here what was readable is enough.
            }
        }

        return new JsonSettings(settings.ToImmutable());
    }

    private static void ReadAll(SourceText source, ImmutableArray<JsonSetting>.Builder settings)
    {
        var text = source.ToString();
        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
        var path = new Stack<Frame>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonToken.StartObject or JsonToken.StartArray:
                    path.Push(new Frame(NextKey(path), reader.TokenType == JsonToken.StartArray));
                    break;
                case JsonToken.EndObject or JsonToken.EndArray:
                    path.Pop();
                    break;
                case JsonToken.PropertyName:
                    path.Peek().Name = (string)reader.Value!;
                    break;
                case JsonToken.String or JsonToken.Integer or JsonToken.Float or JsonToken.Boolean or JsonToken.Null:
                    var isString = reader.TokenType == JsonToken.String;
                    var value = Convert.ToString(reader.Value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
                    settings.Add(new JsonSetting(NextKey(path), value, SpanOf(source, text, reader, isString), isString));
                    break;
            }
        }
    }

    private static string NextKey(Stack<Frame> path)
    {
        if (path.Count == 0)
        {
            return "";
        }

        var frame = path.Peek();
        var name = frame.IsArray ? frame.Index++.ToString(System.Globalization.CultureInfo.InvariantCulture) : frame.Name;
        return frame.Prefix.Length == 0 ? name : frame.Prefix + ":" + name;
    }

    // The reader stands behind the value. A string's opening quote is the nearest one before it that no backslash escapes.
    private static TextSpan SpanOf(SourceText source, string text, JsonTextReader reader, bool isString)
    {
        var end = Math.Min(text.Length, source.Lines[Math.Min(reader.LineNumber, source.Lines.Count) - 1].Start + reader.LinePosition);
        var start = end - 1;
        if (isString && start > 0)
        {
            var quote = text[start];
            do
            {
                start--;
            }
            while (start > 0 && (text[start] != quote || IsEscaped(text, start)));
        }
        else
        {
            while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '-' or '+'))
            {
                start--;
            }
        }

        return TextSpan.FromBounds(Math.Max(start, 0), end);
    }

    private static bool IsEscaped(string text, int position)
    {
        var backslashes = 0;
        while (position - backslashes > 0 && text[position - backslashes - 1] == '\\')
        {
            backslashes++;
        }

        return backslashes % 2 == 1;
    }

    private sealed class Frame(string prefix, bool isArray)
    {
        public string Prefix { get; } = prefix;

        public bool IsArray { get; } = isArray;

        public string Name { get; set; } = "";

        public int Index { get; set; }
    }
}
