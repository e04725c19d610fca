$TTL 3600
@	SOA	ns1.example.net. hostmaster.example.net. 2026110101 7200 900 1209600 3600
	NS	ns1.example.net.
	NS	ns2.example.net.
	MX	10 mx.example.com.
mx	A	192.0.2.10
mta-sts	A	192.0.2.21
_mta-sts	TXT	"v=STSv1; id=202611011"
_smtp._tls	TXT	"v=TLSRPTv1; rua=mailto:tlsrpt@example.net"
