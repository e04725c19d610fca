#!/usr/bin/env python3
"""Files .htaccess beside a policy: what the rules say of them is what Apache does with them."""
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time

from support import Suite, findings, write_files

POLICY = "version: STSv1\nmode: none\nmax_age: 86400\n"
HOST = "mta-sts.example.com"
WELL = ".well-known/"
MODULES = "/usr/lib/apache2/modules/mod_{}.so"
NEEDED = ("mpm_event", "authz_core", "authz_host", "authz_user", "authn_core", "authn_file", "auth_basic", "access_compat", "mime",
          "alias", "rewrite", "socache_shmcb", "ssl", "headers", "negotiation")
CONF = """ServerRoot {d}
ServerName localhost
PidFile {d}/pid
ErrorLog {d}/log
Mutex file:{d}
{modules}
TypesConfig {d}/types
User www-data
Group www-data
Listen 127.0.0.1:{port}
SSLEngine on
SSLCertificateFile {d}/cert.pem
SSLCertificateKeyFile {d}/key.pem
DocumentRoot {d}/www
<Directory {d}/www>
AllowOverride All
Require all granted
</Directory>
"""
ON = "RewriteEngine On\n"
AWAY = "RewriteRule ^(.*)$ https://www.example.com/$1 [R=301,L]\n"

# name: (files below the directory of the policy host, the rule that speaks or "")
CASES = {
    "WordPress": ({".htaccess": "<IfModule mod_rewrite.c>\n" + ON + "RewriteBase /\nRewriteRule ^index\\.php$ - [L]\n"
                                "RewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME} !-d\n"
                                "RewriteRule . /index.php [L]\n</IfModule>\n"}, ""),
    "no final slash": ({".htaccess": ON + "RewriteCond %{REQUEST_FILENAME} !-d\nRewriteCond %{REQUEST_URI} (.+)/$\n"
                                          "RewriteRule ^ %1 [L,R=301]\n"}, ""),
    "to HTTPS": ({".htaccess": ON + "RewriteCond %{HTTPS} !=on\n" + AWAY}, ""),
    "another host": ({".htaccess": ON + "RewriteCond %{HTTP_HOST} ^example\\.com$ [NC]\n" + AWAY}, ""),
    "any host but one": ({".htaccess": ON + "RewriteCond %{HTTP_HOST} !^www\\. [NC]\n" + AWAY}, "host-redirect"),
    "everything": ({".htaccess": ON + AWAY}, "host-redirect"),
    "everything, by the file that is there": ({".htaccess": ON + "RewriteCond %{REQUEST_FILENAME} -f\n" + AWAY}, "host-redirect"),
    "everything else": ({".htaccess": ON + "RewriteRule ^\\.well-known/ - [END]\n" + AWAY}, ""),
    "everything else, by a condition": ({".htaccess": ON + "RewriteCond %{REQUEST_URI} !^/\\.well-known/\n" + AWAY}, ""),
    "rules without engine": ({".htaccess": AWAY}, ""),
    "rules taken back below": ({".htaccess": ON + AWAY, WELL + ".htaccess": "RewriteEngine off\n"}, ""),
    "rules of two": ({".htaccess": ON + "RewriteRule ^ - [F]\n", WELL + ".htaccess": ON + AWAY}, "host-redirect"),
    "a redirect": ({".htaccess": "Redirect 301 / https://www.example.com/\n"}, "host-redirect"),
    "dot files, by status": ({".htaccess": "RedirectMatch 404 /\\..*$\n"}, "host-blocked"),
    "dot files, by a rule": ({".htaccess": ON + "RewriteRule (^|/)\\. - [F]\n"}, "host-blocked"),
    "dot files but this": ({".htaccess": ON + 'RewriteCond %{REQUEST_URI} "!(^|/)\\.well-known/([^./]+./?)+$" [NC]\n'
                            "RewriteCond %{SCRIPT_FILENAME} -d [OR]\nRewriteCond %{SCRIPT_FILENAME} -f\n"
                            'RewriteRule "(^|/)\\." - [F]\n'}, ""),
    "files whose names begin with a dot": ({".htaccess": '<FilesMatch "^\\.">\nRequire all denied\n</FilesMatch>\n'}, ""),
    "denied": ({".htaccess": "Require all denied\n"}, "host-blocked"),
    "denied the old way": ({".htaccess": "order deny,allow\ndeny from all\n"}, "host-blocked"),
    "denied above": ({".htaccess": "Require all denied\n", WELL + ".htaccess": "Require all granted\n"}, ""),
    "denied by name": ({WELL + ".htaccess": "<Files mta-sts.txt>\nRequire all denied\n</Files>\n"}, "host-blocked"),
    "a password": ({".htaccess": "AuthType Basic\nAuthName x\nAuthUserFile /x\nRequire valid-user\n"}, "host-blocked"),
    "a type": ({WELL + ".htaccess": "<Files mta-sts.txt>\nForceType application/octet-stream\n</Files>\n"}, "host-content-type"),
    "the right type": ({".htaccess": "AddType text/plain .txt\n"}, ""),
}


def judged(files):
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {f"{HOST}/{name}": text for name, text in files.items()})
        return [one["rule"] for one in findings(["--select", "host", "."], directory)]


class Apache:
    """Serves the directory `www`, over TLS, at a port of its own."""

    def __init__(self, directory):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        os.makedirs(f"{directory}/www")
        lines = "".join(f"LoadModule {name}_module {MODULES.format(name)}\n" for name in NEEDED)
        write_files(directory, {"types": "text/plain txt\n", "conf": CONF.format(d=directory, modules=lines, port=self.port)})
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                        f"{directory}/key.pem", "-out", f"{directory}/cert.pem", "-days", "2", "-subj", f"/CN={HOST}"],
                       check=True, stderr=subprocess.DEVNULL)
        self.child = subprocess.Popen(["apache2", "-X", "-f", f"{directory}/conf"], stderr=subprocess.DEVNULL)

    def ask(self):
        """(status, media type)"""
        context = ssl._create_unverified_context()
        for _ in range(50):
            try:
                asking = http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=10)
                asking.request("GET", "/.well-known/mta-sts.txt", headers={"Host": HOST})
                answer = asking.getresponse()
                return answer.status, answer.getheader("Content-Type")
            except OSError:
                time.sleep(0.1)
        return 0, None

    def stop(self):
        self.child.terminate()
        self.child.wait()


def rule_of(status, kind):
    if status == 0:
        return "nothing"
    if status in (301, 302):
        return "host-redirect"
    if status != 200:
        return "host-blocked"
    return "" if re.match(r"text/plain\b", kind or "") else "host-content-type"


def served(directory, apache, files):
    shutil.rmtree(f"{directory}/www", ignore_errors=True)
    write_files(f"{directory}/www", files)
    return rule_of(*apache.ask())


def main():
    suite = Suite()
    apache = None
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        if suite.need("apache2", "apache2") and os.path.exists(MODULES.format("rewrite")):
            apache = Apache(directory)
        for name, (files, rule) in CASES.items():
            files = {WELL + "mta-sts.txt": POLICY, **files}
            found = judged(files)
            suite.check(name, "" if found == ([rule] if rule else []) else found)
            if apache:
                found = served(directory, apache, files)
                suite.check(f"{name}, Apache", "" if found == rule else f"Apache says {found!r}")
        if apache:
            apache.stop()
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
