// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CRYPTO_FILES_H
#define IOMT_CRYPTO_FILES_H

#include "ns3/bytes.h"

#include <string>

namespace ns3::iomt
{

/// @param path of a file, "-" for standard input @return its octets @throws std::runtime_error
Bytes ReadFile(const std::string& path);

/**
 * @param path of a file that is replaced, "-" for standard output
 * @param octets what to write
 * @param secret whether only its owner may read it
 * @throws std::runtime_error naming the file and why
 */
void WriteFile(const std::string& path, const Bytes& octets, bool secret = false);

} // namespace ns3::iomt

#endif // IOMT_CRYPTO_FILES_H
