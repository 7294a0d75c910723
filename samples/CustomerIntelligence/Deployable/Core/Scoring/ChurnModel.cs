using CustomerIntelligence.Customers;

namespace CustomerIntelligence.Scoring;

/// <summary>How likely a customer is to leave, by how long ago the last order was and how many there were: a logistic regression.</summary>
public sealed record ChurnModel(double Bias, double MonthsSinceOrder, double OrdersPerMonth)
{
    private const int Rounds = 400;
    private const double Step = 0.1;

    /// <summary>Says what everybody would guess.</summary>
    public static ChurnModel Untrained { get; } = new(-1, 0.3, -0.5);

    /// <returns>From 0 to 1.</returns>
    public double Risk(Customer customer, DateOnly today)
    {
        var (months, orders) = Features(customer, today);
        return 1 / (1 + Math.Exp(-(Bias + MonthsSinceOrder * months + OrdersPerMonth * orders)));
    }

    /// <summary>Learns from who has left.</summary>
    public static ChurnModel Train(IReadOnlyList<Customer> customers, DateOnly today)
    {
        var model = Untrained;
        for (var round = 0; round < Rounds && customers.Count > 0; round++)
        {
            var (bias, recency, frequency) = (0.0, 0.0, 0.0);
            foreach (var customer in customers)
            {
                var (months, orders) = Features(customer, today);
                var error = model.Risk(customer, today) - (customer.HasLeft ? 1 : 0);
                (bias, recency, frequency) = (bias + error, recency + error * months, frequency + error * orders);
            }

            var step = Step / customers.Count;
            model = new(model.Bias - step * bias, model.MonthsSinceOrder - step * recency, model.OrdersPerMonth - step * frequency);
        }

        return model;
    }

    private static (double Months, double Orders) Features(Customer customer, DateOnly today) =>
        (Math.Clamp((today.DayNumber - customer.LastOrder.DayNumber) / 30.0, 0, 24), customer.Orders / 12.0);
}
