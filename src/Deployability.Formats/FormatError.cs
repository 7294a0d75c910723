namespace Deployability.Formats;

/// <summary>Why a text could be read only up to a place.</summary>
/// <param name="Message">In the words of the library that reads the format.</param>
/// <param name="Position">Where the text is broken, as far as the library knows.</param>
public sealed record FormatError(string Message, int Position);
