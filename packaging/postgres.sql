-- The server's role and database, made once, with the cluster. It is no superuser: row-level security and the
-- separation of revoir_owner from revoir_app bind it. It makes those two roles itself, hence createrole.
\set password `cat /run/secrets/revoir_password`
create role revoir login nosuperuser createrole password :'password';
create database revoir owner revoir;
revoke all on database revoir from public;
