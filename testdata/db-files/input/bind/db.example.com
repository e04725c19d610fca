;
; BIND data file for example.com
;
$TTL	604800
@	IN	SOA	ns1.example.com. root.example.com. (
			      3		; Serial
			 604800		; Refresh
			  86400		; Retry
			2419200		; Expire
			 604800 )	; Negative Cache TTL
;
@	IN	NS	ns1.example.com.
@	IN	MX	10	mail.example.com.
ns1	IN	A	192.0.2.53
mail	IN	A	192.0.2.25
mta-sts	IN	A	192.0.2.80
_mta-sts	IN	TXT	"v=STSv1; id=2026-04-03"
_smtp._tls	3600	IN	TXT	"v=TLSRPTv1; rua=mailto:postmaster@example.com"
