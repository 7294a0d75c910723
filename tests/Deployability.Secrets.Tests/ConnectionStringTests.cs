namespace Deployability.Secrets.Tests;

public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("Server=sql.corp.net;Database=Shop;User Id=app;Password=hunter2;", "hunter2", "sql.corp.net", SecretHost.Remote)]
    [InlineData("Data Source=sql.corp.net;Initial Catalog=Shop;UID=app;PWD=hunter2", "hunter2", "sql.corp.net", SecretHost.Remote)]
    [InlineData(
        "Server=tcp:shop.database.windows.net,1433;User ID=app;Password=hunter2;Encrypt=True",
        "hunter2",
        "tcp:shop.database.windows.net,1433",
        SecretHost.Remote
    )]
    [InlineData("Host=localhost;Port=5432;Database=x;Username=postgres;Password=postgres", "postgres", "localhost", SecretHost.Loopback)]
    [InlineData("Host=postgres;Database=x;Username=app;Password=app1234", "app1234", "postgres", SecretHost.Companion)]
    [InlineData("server=(localdb)\\MSSQLLocalDB;user id=sa;password=s3cret!", "s3cret!", "(localdb)\\MSSQLLocalDB", SecretHost.Loopback)]
    [InlineData("Server=.\\SQLEXPRESS;User Id=sa;Password=s3cret!", "s3cret!", ".\\SQLEXPRESS", SecretHost.Loopback)]
    [InlineData(
        "Server = db.corp.net ; User Id = app ; Password = \"with;semi colon\" ; Encrypt=true",
        "with;semi colon",
        "db.corp.net",
        SecretHost.Remote
    )]
    [InlineData("Server=db.corp.net;User Id=app;Password='it''s'", "it''s", "db.corp.net", SecretHost.Remote)]
    [InlineData("Server=db.corp.net;User_Id=app;Password=a=b==", "a=b==", "db.corp.net", SecretHost.Remote)]
    [InlineData(
        "Driver={ODBC Driver 18 for SQL Server};Server=db.corp.net;Uid=app;Pwd={s3cret};",
        "{s3cret}",
        "db.corp.net",
        SecretHost.Remote
    )]
    [InlineData("cache.corp.net:6380,password=hunter2,ssl=True,abortConnect=False", "hunter2", "cache.corp.net:6380", SecretHost.Remote)]
    [InlineData("localhost,password=hunter2", "hunter2", "localhost", SecretHost.Loopback)]
    [InlineData(";Password=hunter2", "hunter2", "", SecretHost.Unknown)]
    [InlineData(
        "Server=db.corp.net;Integrated Security=true;User Id=sa;Password=hunter2;Trusted_Connection=false",
        "hunter2",
        "db.corp.net",
        SecretHost.Remote
    )]
    [InlineData("Server=\uFFFC;Password=hunter2", "hunter2", "\uFFFC", SecretHost.Unknown)]
    [InlineData("Server=db.corp.net;User Id=app;Password=1234", "1234", "db.corp.net", SecretHost.Remote)]
    [InlineData("host=rabbit.corp.net;virtualHost=/;username=app;password=rabbitpw", "rabbitpw", "rabbit.corp.net", SecretHost.Remote)]
    public void APassword_IsFoundAtItsPlace(string text, string password, string host, SecretHost hostKind)
    {
        Assert.True(ConnectionString.TryParse(text, out var connection));
        Assert.True(connection.HasRealPassword);
        Assert.Equal(password, text.Substring(connection.PasswordStart, connection.PasswordLength));
        Assert.Equal(host, connection.Host.ToString());
        Assert.Equal(hostKind, connection.HostKind);
        Assert.Equal(SecretKind.ConnectionString, SecretDetector.Find(text)?.Kind);
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=shop;AccountKey={0};EndpointSuffix=core.windows.net")]
    [InlineData("AccountEndpoint=https://shop.documents.azure.com:443/;AccountKey={0};")]
    [InlineData("Endpoint=https://shop.azconfig.io;Id=abc;Secret={0}")]
    public void AnAccountKey_IsAKey(string template)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, template, Samples.Random(Samples.Base64, 86) + "==");

        Assert.True(ConnectionString.TryParse(text, out var connection));
        Assert.True(connection is { HasRealPassword: true, PasswordIsKey: true, PasswordLength: 88 });
    }

    [Theory]
    [InlineData("Server=db.corp.net;Database=Shop;Integrated Security=true")]
    [InlineData("Server=db.corp.net;Database=Shop;Integrated Security=SSPI;Password=ignored1")]
    [InlineData("Server=db.corp.net;Trusted_Connection=false;Database=Shop;Integrated Security=SSPI;Password=ignored1")]
    [InlineData("Server=db.corp.net;Database=Shop;Trusted_Connection=Yes;User Id=;Password=;")]
    [InlineData("Server=db.corp.net;User Id=sa;Password=")]
    [InlineData("Server=db.corp.net;User Id=sa;Password=;Encrypt=true")]
    [InlineData("Server=db.corp.net;User Id=sa;Password=...")]
    [InlineData("Server=db.corp.net;User Id=sa;Password=<password>")]
    [InlineData("Server=db.corp.net;User Id=sa;Password={your_password}")]
    [InlineData("Server=db.corp.net;User Id=sa;Password=${DB_PASSWORD}")]
    [InlineData("Server=db.corp.net;User Id=sa;Password=%DB_PASSWORD%")]
    [InlineData("Server=db.corp.net;User Id=sa;Password=#{DbPassword}#")]
    [InlineData("Server=db.corp.net;User Id=sa;Password=\uFFFC")]
    [InlineData("Server=db.corp.net;User Id=sa;Password=changeme")]
    [InlineData("Server=db.corp.net;User Id=sa;Password=********")]
    [InlineData("Server=db.corp.net;User Id=username;Password=password")]
    [InlineData("UseDevelopmentStorage=true;AccountName=devstoreaccount1")]
    [InlineData("Data Source=app.db")]
    [InlineData("Data Source=:memory:")]
    [InlineData(
        "InstrumentationKey=00000000-1111-2222-3333-444444444444;IngestionEndpoint=https://westeurope.in.applicationinsights.azure.com/"
    )]
    public void AConnectionStringWithoutARealPassword_IsNone(string text)
    {
        ConnectionString.TryParse(text, out var connection);

        Assert.False(connection.HasRealPassword);
        Assert.Null(SecretDetector.Find(text));
        Assert.Null(SecretDetector.Inspect(text, "ConnectionStrings:Default"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("a=b;c=d")]
    [InlineData("form-data; name=file; filename=x")]
    [InlineData("The server=x is wrong")]
    [InlineData("Password=hunter2")]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("max-age=3600; path=/; secure=true")]
    [InlineData("grant_type=password&username=a&password=b")]
    [InlineData("Please, enter password=x")]
    public void OtherText_IsNoConnectionString(string text) => Assert.False(ConnectionString.TryParse(text, out _));

    [Fact]
    public void TheEmulatorsKeys_AreKnownToEveryone()
    {
        var azurite = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/" + "K1SZFPTOtr/KBHBeksoGMGw==";
        var cosmos = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPM" + "bIZnqyMsEcaGQy67XIw/Jw==";

        Assert.Null(SecretDetector.Find($"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={azurite}"));
        Assert.Null(SecretDetector.Find($"AccountEndpoint=https://localhost:8081/;AccountKey={cosmos}"));
        Assert.Null(SecretDetector.Inspect(azurite, "AccountKey"));
        Assert.NotNull(SecretDetector.Inspect("F" + azurite[1..], "AccountKey"));
    }

    [Fact]
    public void TheCaptchasTestKeys_AreKnownToEveryone()
    {
        var recaptcha = "6LeIxAcTAAAAAGG-vFI1TnRWxMZN" + "FuojJ4WifJWe";

        Assert.Null(SecretDetector.Inspect(recaptcha, "Captcha:Secret"));
        Assert.Null(SecretDetector.Inspect("1x0000000000000000000000000000000AA", "Turnstile:SecretKey"));
        Assert.NotNull(SecretDetector.Inspect("6LfB" + recaptcha[4..], "Captcha:Secret"));
    }

    [Fact]
    public void ATokenOfAPublicProtocol_IsKnownToEveryone()
    {
        var edge = "6A5AA1D4EAFF4E9FB37E23D6" + "8491D6F4";

        Assert.Null(SecretDetector.Inspect(edge, "TrustedClientToken"));
        Assert.NotNull(SecretDetector.Inspect("7B" + edge[2..], "TrustedClientToken"));
    }
}
