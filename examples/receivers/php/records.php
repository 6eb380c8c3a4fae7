<?php
// Takes consent records at POST /latchkey/v1/records and keeps each as a row of an SQLite file, named in RECORDS.
if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    http_response_code(404);
    exit;
}
$body = json_decode(file_get_contents('php://input', false, null, 0, 65537), true, 8);
if (!is_array($body) || !is_string($body['secret'] ?? null) || !is_array($body['records'] ?? null)) {
    http_response_code(400);
    exit;
}
$db = new PDO('sqlite:' . (getenv('RECORDS') ?: 'records.db'), null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$db->exec('PRAGMA synchronous = FULL');
$db->exec('CREATE TABLE IF NOT EXISTS records (seq INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, record TEXT NOT NULL)');
$results = [];
foreach ($body['records'] as $text) {
    ['id' => $id, 'subject' => $subject] = json_decode($text, true, 8) + ['id' => null, 'subject' => null];
    if (!is_string($id) || $subject !== hash('sha256', $body['secret'])) {
        $results[] = ['id' => null, 'status' => 'rejected'];
        continue;
    }
    // The exact bytes: their digest is what the next record names.
    $insert = $db->prepare('INSERT INTO records (id, record) VALUES (?, ?) ON CONFLICT (id) DO NOTHING');
    $insert->execute([$id, $text]);
    $select = $db->prepare('SELECT seq, record FROM records WHERE id = ?');
    $select->execute([$id]);
    $row = $select->fetch(PDO::FETCH_ASSOC);
    $leaf = base64_encode(hash('sha256', $text, true));
    $receipt = ['record' => $id, 'seq' => (int) $row['seq'], 'leaf' => $leaf, 'checkpoint' => "own receiver\n{$row['seq']}\n$leaf\n"];
    $results[] = $row['record'] === $text
        ? ['id' => $id, 'status' => $insert->rowCount() ? 'stored' : 'duplicate', 'receipt' => $receipt]
        : ['id' => $id, 'status' => 'conflict'];
}
header('content-type: application/json');
echo json_encode(['results' => $results]);
