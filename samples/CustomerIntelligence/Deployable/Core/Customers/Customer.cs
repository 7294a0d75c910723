namespace CustomerIntelligence.Customers;

/// <param name="Orders">In the last twelve months.</param>
/// <param name="HasLeft">Known only afterwards; what models learn from.</param>
public sealed record Customer(string Id, string Name, int Orders, DateOnly LastOrder, bool HasLeft);
