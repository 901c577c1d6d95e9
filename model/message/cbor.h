// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CBOR_H
#define IOMT_CBOR_H

#include "ns3/bytes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace ns3::iomt
{

/// Writes CBOR in preferred serialisation (RFC 8949, 4.1), item after item.
class CborWriter
{
  public:
    void Uint(uint64_t value);           //!< major type 0
    void Int(int64_t value);             //!< major type 0 or 1
    void Number(double value);           //!< an integer if it is one, else the shortest float
    void Octets(const Bytes& value);     //!< major type 2
    void Text(const std::string& value); //!< major type 3, UTF-8
    void Array(std::size_t items);       //!< header; the items follow
    void Map(std::size_t pairs);         //!< header; key and value of each pair follow
    void Tag(uint64_t number);           //!< header; the tagged item follows
    void Bool(bool value);               //!< simple value

    /// @return what was written; the writer starts anew
    Bytes Take();

  private:
    Bytes m_bytes;
};

/// Octets that are no CBOR, or not what the reader asked for.
class CborError : public std::runtime_error
{
  public:
    /// @param offset of the item [octets] @param message what is wrong with it
    CborError(std::size_t offset, const std::string& message)
        : std::runtime_error("octet " + std::to_string(offset) + ": " + message)
    {
    }
};

/// Kinds of items; integers are told apart by sign as in the encoding.
enum class CborKind
{
    UINT,
    NEGINT,
    OCTETS,
    TEXT,
    ARRAY,
    MAP,
    TAG,
    BOOL,
    NONE, //!< null or undefined
    FLOAT,
    BREAK
};

/// One item; of an array, map or tag only its header.
struct CborItem
{
    CborKind kind{CborKind::NONE};
    std::size_t offset{0}; //!< where it starts
    uint64_t number{0};    //!< UINT: value; NEGINT: -1 - value; TAG: number; ARRAY, MAP: items left
    bool indefinite{false}; //!< ARRAY, MAP: ends at a break
    double real{0};         //!< FLOAT
    bool boolean{false};    //!< BOOL
    Bytes octets;           //!< OCTETS, TEXT; chunks joined
};

/**
 * @brief Reads CBOR that may be anything, by libcbor's streaming decoder.
 *
 * Allocates no more than the input holds, whatever lengths the input claims. Every method throws
 * CborError.
 */
class CborReader
{
  public:
    /// @param bytes to read; must outlive this
    explicit CborReader(const Bytes& bytes);

    /// @return whether everything was read
    bool AtEnd() const;
    /// @return how far it was read [octets]
    std::size_t Offset() const;

    /// @return the next item
    CborItem Next();
    /// @return the kind of the next item, which stays the next
    CborKind Peek() const;
    /// @param container ARRAY or MAP of Next @return whether an item (or pair) of it follows
    bool More(CborItem& container);
    /// Pass over one item with everything in it.
    void Skip();

    /// @return header of an array @param what it is for, for the error
    CborItem Array(const char* what);
    /// @return header of a map @param what it is for, for the error
    CborItem Map(const char* what);
    /// @return an integer @param what it is for, for the error
    int64_t Int(const char* what);
    /// @return a finite number: integer, float or decimal fraction @param what it is for
    double Number(const char* what);
    /// @return UTF-8 @param what it is for, for the error
    std::string Text(const char* what);
    /// @return octets @param what it is for, for the error
    Bytes Octets(const char* what);
    /// @return a Boolean @param what it is for, for the error
    bool Bool(const char* what);

  private:
    CborItem Decode(std::size_t& offset) const;
    CborItem Expect(CborKind kind, const char* what);
    void Skip(unsigned depth);

    const Bytes& m_bytes;
    std::size_t m_offset{0};
};

} // namespace ns3::iomt

#endif // IOMT_CBOR_H
